// Server-sent events as they come line by line: yields what each of them carries. Ours say their type in it as well.

const dataPattern = /^data: ?(.*)$/s;

/** Lines that begin with a colon keep the connection alive and say nothing. */
export async function* eventData(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let data: string[] = [];
  for await (const line of lines) {
    const [, text] = dataPattern.exec(line) ?? [];
    if (text !== undefined) data.push(text);
    // An event ends with an empty line; one that is cut off counts for nothing.
    if (line !== '') continue;
    if (data.length > 0) yield data.join('\n');
    data = [];
  }
}
