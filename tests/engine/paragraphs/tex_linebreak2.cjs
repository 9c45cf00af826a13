// Reads paragraphs of items as JSON; writes the breaks that tex-linebreak2 chooses for each.
const { breakLines } = require("../../engines/node_modules/tex-linebreak2");
const paragraphs = JSON.parse(require("fs").readFileSync(0, "utf8"));
const options = {
  adjacentLooseTightPenalty: 0,
  doubleHyphenPenalty: 0,
  preventSingleWordLines: true,
  initialMaxAdjustmentRatio: 6,
  maxAdjustmentRatio: 6,
  validateItems: false,
};
const choose = ({ items, widths }) => {
  try {
    const lineWidth = widths.length > 1 ? { 0: widths[0], defaultLineWidth: widths[1] } : widths[0];
    return breakLines(items, { ...options, lineWidth }).breakpoints.slice(1);
  } catch (error) {
    return null; // no lines within the ratio
  }
};
process.stdout.write(JSON.stringify(paragraphs.map(choose)));
