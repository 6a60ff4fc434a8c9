/** What a step wrote to GITHUB_OUTPUT or GITHUB_ENV. Pure. */

/** `name=value`, or `name<<END`, lines, `END`. @throws what GitHub would refuse */
export function parseFileCommands(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]!;
    if (line.trim() === '') continue;
    const block = /^(?<name>[^=<]+)<<(?<end>.+)$/.exec(line)?.groups;
    if (block) {
      const end = lines.indexOf(block['end']!, at + 1);
      if (end < 0) throw new Error(`${block['name']} has no line ${block['end']} at its end.`);
      found[block['name']!] = lines.slice(at + 1, end).join('\n');
      at = end;
      continue;
    }
    const equals = line.indexOf('=');
    if (equals < 1) throw new Error(`"${line}" is neither name=value nor the begin of several lines.`);
    found[line.slice(0, equals)] = line.slice(equals + 1);
  }
  return found;
}
