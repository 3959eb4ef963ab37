import { Button, Menu } from '@mantine/core';
import { saveFile } from '../widgets/saveFile';
import { standaloneSvg, svgToPng, type PictureText } from './exportPicture';

/** Saves a chart as PNG, SVG or CSV. */
export function ExportMenu(props: {
  readonly text: PictureText;
  readonly csv: () => string;
  /** False while the table shows: then there is only data to save. */
  readonly drawn: boolean;
  readonly picture: () => SVGSVGElement | null;
}) {
  const { text, csv, drawn, picture } = props;
  const { title } = text;
  const stem = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const svgText = (): string | undefined => {
    const svg = picture();
    return svg === null ? undefined : standaloneSvg(svg, text);
  };
  const savePng = async (): Promise<void> => {
    const content = svgText();
    if (content !== undefined) saveFile(`${stem}.png`, await svgToPng(content));
  };
  const saveSvg = (): void => {
    const content = svgText();
    if (content !== undefined) {
      saveFile(`${stem}.svg`, new Blob([content], { type: 'image/svg+xml' }));
    }
  };
  return (
    <Menu position="bottom-end" shadow="sm" width={150}>
      <Menu.Target>
        <Button variant="default" size="compact-xs" aria-label={`Export ${title}`}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void savePng()} disabled={!drawn}>
          PNG picture
        </Menu.Item>
        <Menu.Item onClick={saveSvg} disabled={!drawn}>
          SVG picture
        </Menu.Item>
        <Menu.Item onClick={() => saveFile(`${stem}.csv`, new Blob([csv()], { type: 'text/csv' }))}>
          CSV data
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
