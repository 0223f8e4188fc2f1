// The characters that the Latin letters before the caret may mean: the longest syllable they begin with, as in "ni" of "nihao".
export function choicesFor(before, table) {
  const run = table && /[a-z]+$/i.exec(before);
  if (!run) return null;
  for (let length = Math.min(run[0].length, 6); length > 0; length--) {
    const signs = table[run[0].slice(0, length).toLowerCase()];
    if (signs) return { from: run.index, to: run.index + length, choices: signs.split(" ") };
  }
  return null;
}
