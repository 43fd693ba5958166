// Cells and rows of the tables in the documents that are made.

export const cell = (text: string): string => text.replaceAll('|', String.raw`\|`);
export const code = (text: string): string => `\`${cell(text)}\``;
export const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
