"""The reviewer's checks: what a table itself contradicts. Nothing here changes a value."""
