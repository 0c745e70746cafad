// A person's work on a report, done through SuperDoc's Document API: `doc` is the open document. Answers what was refused.
const refused = [];
const attempt = (name, edit) => {
  try {
    const done = edit();
    if (done && done.success === false) refused.push(`${name}: ${JSON.stringify(done.failure)}`);
  } catch (error) {
    refused.push(`${name}: ${error.message}`);
  }
};
const control = (tag) => doc.contentControls.list({}).items.find((item) => (item.properties || {}).tag === tag).target;
const found = (pattern) => doc.query.match({ select: { type: "text", pattern }, require: "any" }).items[0];
attempt("type a paragraph", () =>
  doc.create.paragraph({
    at: { kind: "after", target: control("90_report.summary.lead") },
    text: "顾问在此手写一段。",
  }));
attempt("reword a sentence", () => doc.replace({ ref: found("先治高峰排队").handle.ref, text: "先解决午间排队" }));
attempt("bold a cell", () => doc.format.bold({ ref: found("15.8").handle.ref, value: true }));
attempt("comment", () => doc.comments.create({ target: found("2.1 个窗口").target, text: "请核对窗口数。" }));
attempt("track a change", () =>
  doc.replace({ ref: found("共四项").handle.ref, text: "共四项（已核）" }, { changeMode: "tracked" }));
attempt("move a part", () =>
  doc.contentControls.move({
    target: control("10_diagnosis.flow.trend.body"),
    destination: control("10_diagnosis.scorecard"),
  }));
return refused;
