// Every word of the interface in Chinese and English, and what the codes of the dataset are called.

const WORDS = {
  brand: ["绩效复核", "jixiao review"],
  reviewer: ["复核人", "Reviewer"],
  help: ["键盘操作", "Keyboard"],
  other: ["English", "中文"],
  documents: ["文件", "Document"],
  search: ["查找文件、部门、项目  （按 / ）", "Find a file, department, project  ( / )"],
  year: ["年度", "Year"],
  form: ["表式", "Form"],
  department: ["部门", "Department"],
  reason: ["原因", "Reason"],
  all: ["全部", "all"],
  onlyOpen: ["只看待复核", "To review only"],
  clear: ["清除条件", "Clear"],
  left: ["待复核", "To review"],
  contradictions: ["矛盾", "Contradictions"],
  pagesTables: ["页 / 表 / 指标", "Pages / tables / indicators"],
  reasons: ["原因", "Reasons"],
  summary: ["{0} 个文件，{1} 处待复核", "{0} documents, {1} to review"],
  indexing: ["正在读取目录：{0} / {1}", "Reading the list: {0} of {1}"],
  nothing: ["没有符合条件的文件。", "No document meets these conditions."],
  failed: ["未能读取", "failed"],
  no_table: ["无目标表", "no table"],
  done: ["无疑点", "clear"],
  page: ["第 {0} 页，共 {1} 页", "Page {0} of {1}"],
  left_here: ["本文件待复核 {0}", "{0} to review here"],
  pending: ["{0} 项决定待下次 convert 写入", "waiting for the next convert: {0}"],
  target_tables: ["表头", "Header"],
  budgets: ["项目资金", "Budget"],
  goals: ["绩效目标", "Goals"],
  indicators: ["绩效指标", "Indicators"],
  noRows: ["本页没有读出数据行。", "No rows were read from this page."],
  blank: ["（空）", "(empty)"],
  operator: ["符号", "Operator"],
  number: ["数值", "Number"],
  unit: ["单位", "Unit"],
  base: ["折算", "In base unit"],
  kind: ["类型", "Kind"],
  date: ["日期", "Date"],
  amount: ["折合元", "In yuan"],
  confidence: ["置信度", "Confidence"],
  readings: ["其他读法", "Other readings"],
  findings: ["疑点与矛盾", "Findings"],
  evidence: ["依据", "Evidence"],
  otherSide: ["另一处", "other side"],
  accept: ["接受", "Accept"],
  correct: ["更正", "Correct"],
  skip: ["跳过", "Skip"],
  undo: ["撤销", "Undo"],
  save: ["保存更正", "Save"],
  saveAnyway: ["仍然保存", "Save all the same"],
  cancel: ["取消", "Cancel"],
  why: ["理由（可不填）", "Why (optional)"],
  asRead: ["原读", "As read"],
  becomes: ["将解析为", "Will be read as"],
  cellOf: ["单元格", "Cell"],
  accepted: ["已接受", "Accepted"],
  corrected: ["已更正为", "Corrected to"],
  by: ["{0} · {1}", "{0} · {1}"],
  inData: ["已写入数据集", "in the dataset"],
  notInData: ["待写入：再次运行 convert", "waiting: run convert again"],
  conflict: ["复核人意见不一致，均未采用。请商定后再决定一次。", "Reviewers disagree; none is applied. Talk, then decide once more."],
  acceptedNote: ["已接受", "Accepted"],
  savedNote: ["已保存更正", "Correction saved"],
  undoneNote: ["已撤销", "Undone"],
  noUndo: ["没有可撤销的决定。", "There is nothing to undo."],
  noDoubt: ["本文件已无待复核之处。", "Nothing left to review in this document."],
  nothingLeft: ["没有待复核的文件了。", "No document is left to review."],
  noCell: ["这一行没有可更正的单元格，请在图上点选单元格。", "This row has no cell of its own; click a cell in the picture."],
  fit: ["适合宽度", "Fit width"],
  missing: ["无法显示页面图像", "The page cannot be shown"],
  drawn: ["以下为已读出的单元格。", "Below are the cells as they were read."],
  who: ["请先在右上角填写复核人。", "Give a name in the upper right corner first."],
  SOURCE_MISSING: ["源文件不在原处，或内容已变。请用 --source 指明所转换的文件夹、压缩包或 PDF，重新启动 jixiao review。", null],
  GONE: ["服务已停止。请重新运行 jixiao review。", "The server has stopped. Run jixiao review again."],
  golden: ["存为标准样本", "Write golden"],
  goldenSure: ["确认：全部页已逐项核对", "Yes: I have compared every page"],
  goldenNote: ["标准样本已写入 {0}", "Golden written to {0}"],
  keys: [
    [["n", "下一处疑点（到头则进入下一个文件）"], ["p", "上一处疑点"], ["↓ ↑", "下一行、上一行"], ["a", "接受所选行"], ["c", "更正所选单元格"],
     ["1 … 9", "采用第几个其他读法"], ["s", "跳过"], ["u", "撤销"], ["] [", "下一页、上一页"], ["+ − 0", "放大、缩小、适合宽度"], ["z", "放大到所选单元格"],
     ["Esc", "取消；回到列表"], ["/", "查找"], ["Enter", "打开；保存更正"], ["l", "中文 / English"], ["?", "本页"]],
    [["n", "next doubt (at the end: next document)"], ["p", "previous doubt"], ["↓ ↑", "next row, previous row"], ["a", "accept the row"], ["c", "correct the cell"],
     ["1 … 9", "take another reading"], ["s", "skip"], ["u", "undo"], ["] [", "next page, previous page"], ["+ − 0", "zoom in, out, fit width"], ["z", "zoom to the cell"],
     ["Esc", "cancel; back to the list"], ["/", "find"], ["Enter", "open; save the correction"], ["l", "中文 / English"], ["?", "this help"]],
  ],
};

// Operators and kinds as a reader writes them.
export const SIGNS = { ge: "≥", gt: ">", le: "≤", lt: "<", eq: "=", range: "~", approx: "≈" };
const KINDS = {
  numeric: "数值", qualitative: "定性", date: "日期", comparative: "比较", placeholder: "占位", missing: "缺失",
  annual: "年度", medium_term: "中期", long_term: "长期", overall: "总体",
};
// Codes have their Chinese names from the server, where `jixiao audit` has them from.
const CODES = {};

export const learn = (codes) => Object.assign(CODES, codes);

let language = localStorage.getItem("jixiao-language") === "en" ? 1 : 0;

export const chinese = () => language === 0;

export function switchLanguage() {
  language = 1 - language;
  localStorage.setItem("jixiao-language", language ? "en" : "zh");
}

export function word(name, ...values) {
  const text = WORDS[name]?.[language] ?? WORDS[name]?.[0] ?? name;
  return typeof text === "string" ? text.replace(/\{(\d)\}/g, (_, place) => String(values[Number(place)])) : text;
}

// A code stands beside its Chinese name: people write to each other about the code.
export const codeName = (code) => (chinese() && CODES[code]) || code;
export const kindName = (kind) => (chinese() && KINDS[kind]) || kind || "";

export function told(said) {
  const own = WORDS[said.code.replaceAll("-", "_")]?.[language];
  return own || [said.message, said.hint].filter(Boolean).join(" ");
}
