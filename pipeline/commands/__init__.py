"""The subcommands of `jixiao`, a file each: `add` describes one, `run` does it. Heavy imports wait for `run`."""
