/** Reads a CSV file as RFC 4180 has it, and refuses whatever is not quite so: a lone quote, a lone line feed, an uneven line. */
export function readCsv(text: string): string[][] {
  const lines: string[][] = [[]];
  let at = 0;
  while (at < text.length) {
    const cell = /"((?:[^"]|"")*)"|[^",\r\n]*/y;
    cell.lastIndex = at;
    const [whole = "", quoted] = cell.exec(text) ?? [];
    lines.at(-1)?.push(quoted === undefined ? whole : quoted.replaceAll('""', '"'));
    at += whole.length;
    if (text.startsWith("\r\n", at)) {
      lines.push([]);
      at += 2;
    } else if (text[at] === ",") at += 1;
    else
      throw new Error(
        `Neither a comma nor a line's end at ${at}: ${JSON.stringify(text.slice(at, at + 20))}`,
      );
    if (text[at - 1] === "," && at === text.length) throw new Error("The file ends in the middle of a line.");
  }
  if (lines.pop()?.length !== 0) throw new Error("The last line has no end.");
  const [header] = lines;
  for (const line of lines)
    if (line.length !== header?.length)
      throw new Error(`${line.length} cells instead of ${header?.length}: ${line}`);
  return lines;
}
