import { Button, Menu } from '@mantine/core';
import { useState } from 'react';
import { saveFile } from '../widgets/saveFile';
import { pictureOf, type ChartExport } from './exports';
import { svgToPng } from './svgToPng';
import { themeColor } from './themeColor';

const LONGEST_STEM = 80;

/** Saves a chart as PNG, SVG or CSV; the picture is drawn anew, aside, in the colours of the window's look. */
export function ExportMenu({ chart }: { readonly chart: ChartExport }) {
  const { title } = chart;
  const stem = fileStem(title);
  const [refusal, setRefusal] = useState<string>();
  const savePng = async (): Promise<void> => {
    const png = await svgToPng(pictureOf(chart, themeColor));
    if (png.ok) saveFile(`${stem}.png`, png.value);
    setRefusal(png.ok ? undefined : png.error.message);
  };
  const saveText = (extension: string, type: string, text: string): void => {
    saveFile(`${stem}.${extension}`, new Blob([text], { type }));
  };
  return (
    <>
      {refusal !== undefined && (
        <span className="note" role="alert">
          {refusal}
        </span>
      )}
      <Menu position="bottom-end" shadow="sm" width={150}>
        <Menu.Target>
          <Button variant="default" size="compact-xs" aria-label={`Export ${title}`}>
            Export
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void savePng()}>PNG picture</Menu.Item>
          <Menu.Item onClick={() => saveText('svg', 'image/svg+xml', pictureOf(chart, themeColor))}>
            SVG picture
          </Menu.Item>
          <Menu.Item onClick={() => saveText('csv', 'text/csv', chart.csv())}>CSV data</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

/** A title as a file's name: letters and digits of ASCII, the rest dashes. */
function fileStem(title: string): string {
  const words = title.toLowerCase().match(/[a-z0-9]+/g) ?? ['chart'];
  return words.join('-').slice(0, LONGEST_STEM);
}
