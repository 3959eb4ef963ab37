/** The rows of a CSV text by RFC 4180: quotes, doubled quotes, CR LF. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (quoted) {
      if (character !== '"') {
        field += character;
      } else if (text.charAt(i + 1) === '"') {
        field += '"';
        i++;
      } else {
        quoted = false;
      }
    } else if (character === '"' && field === '') {
      quoted = true;
    } else if (character === ',') {
      row.push(field);
      field = '';
    } else if (text.startsWith('\r\n', i)) {
      rows.push([...row, field]);
      row = [];
      field = '';
      i++;
    } else {
      field += character;
    }
  }
  return rows;
}

/** What was written before it was guarded against spreadsheets. */
export function withoutGuard(field: string): string {
  return field.startsWith("'") ? field.slice(1) : field;
}
