import Markdown from 'react-markdown';

/** A piece of Markdown as CommonMark has it. */
export interface MarkdownNode {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly MarkdownNode[];
}

/** A table in GitHub's Markdown, which CommonMark does not know. */
export interface MarkdownTable {
  readonly headings: readonly string[];
  /** Markdown of each cell. */
  readonly rows: readonly (readonly string[])[];
}

/** The text as a parser sees it. */
export function parsedMarkdown(text: string): MarkdownNode {
  let tree: MarkdownNode | undefined;
  const keep = () => (root: MarkdownNode) => {
    tree = root;
  };
  Markdown({ children: text, remarkPlugins: [keep] });
  if (tree === undefined) {
    throw new Error('the parser has kept nothing');
  }
  return tree;
}

/** What stands in one line, as in the cell of a table or a paragraph. */
export function parsedLine(text: string): readonly MarkdownNode[] {
  const [paragraph, ...others] = parsedMarkdown(`cell ${text}`).children ?? [];
  const [lead, ...rest] = paragraph?.children ?? [];
  if (others.length > 0 || lead?.type !== 'text') {
    throw new Error(`this is not one line: ${text.slice(0, 200)}`);
  }
  const first = { type: 'text', value: (lead.value ?? '').replace(/^cell ?/, '') };
  return first.value === '' ? rest : [first, ...rest];
}

/** A node and everything in it. */
export function nodesOf(node: MarkdownNode): readonly MarkdownNode[] {
  return [node, ...(node.children ?? []).flatMap(nodesOf)];
}

/** What a reader sees of it. */
export function visibleText(nodes: readonly MarkdownNode[]): string {
  return nodes.map(({ value, children }) => value ?? visibleText(children ?? [])).join('');
}

/** The text without its tables, and the tables. By GitHub's rules: a row is a line, its cells end at bars. */
export function splitTables(text: string): {
  readonly prose: string;
  readonly tables: readonly MarkdownTable[];
} {
  const lines = text.split('\n');
  const isRow = (index: number): boolean => lines[index]?.startsWith('| ') ?? false;
  const tables: MarkdownTable[] = [];
  for (const index of lines.keys()) {
    if (isRow(index) && !isRow(index - 1)) {
      const after = lines.findIndex((_, later) => later > index && !isRow(later));
      const end = after < 0 ? lines.length : after;
      const [headings = [], rule = [], ...rows] = lines.slice(index, end).map(cellsOf);
      if (rule.length !== headings.length || !rule.every((cell) => /^-+:?$/.test(cell))) {
        throw new Error(`a table without a rule under its headings: ${headings.join(', ')}`);
      }
      tables.push({ headings, rows });
    }
  }
  return { prose: lines.filter((_, index) => !isRow(index)).join('\n'), tables };
}

/** A backslash takes the next character from its meaning, in code too. */
function cellsOf(line: string): readonly string[] {
  const cells = [...line.matchAll(/(?:\\[!-/:-@[-`{-~]|[^|])+/g)].map(([cell]) => cell.trim());
  return cells.filter((cell, index) => cell !== '' || index < cells.length - 1);
}
