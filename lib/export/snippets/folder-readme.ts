import {
  type ColumnType,
  type ExportFormat,
  type FormatFile,
  SPLITS,
  type Split,
  splitPath,
} from '../format.ts';
import { formatSnippet } from './registry.ts';

/**
 * The README of a folder of exported files. Its front matter tells `datasets` which file is which, so that
 * `load_dataset(folder)` works; `paths` are the files that were written. Nothing in it differs between two exports
 * of the same recipe and data.
 */
export function folderReadme(format: ExportFormat, paths: readonly string[], epochs: number): string {
  const configs = writtenConfigs(format, new Set(paths));
  const splits = SPLITS.filter((split) =>
    configs.some(({ files }) => files.some((file) => file.split === split)),
  );
  const { install, language, code } = formatSnippet(format.id, splits, epochs);
  const front = configs.length === 0 ? '' : `---\n${features(configs)}${dataFiles(configs)}---\n\n`;
  return `${front}# ${format.title}

What each query in it has: ${lowerFirst(format.needs)} What was left out, and why, is in \`manifest.json\`.

## How to use it

\`\`\`bash
${install}
\`\`\`

\`\`\`${language}
${code}\`\`\`
`;
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

interface WrittenConfig {
  name: string;
  columns: Readonly<Record<string, ColumnType>>;
  /** Without a split: one file that holds the rows of all. */
  files: { split?: Split; path: string }[];
}

/** The configs with at least one file that was written. */
function writtenConfigs({ files }: ExportFormat, written: ReadonlySet<string>): WrittenConfig[] {
  return files.flatMap(({ path, load }: FormatFile) => {
    if (load === undefined) return [];
    const all = path.includes('{split}')
      ? SPLITS.map((split) => ({ split, path: splitPath(path, split) }))
      : [{ path }];
    const found = all.filter((file) => written.has(file.path));
    return found.length === 0 ? [] : [{ name: load.config, columns: load.columns, files: found }];
  });
}

function features(configs: readonly WrittenConfig[]): string {
  const blocks = configs.map(({ name, columns }) => {
    const lines = Object.entries(columns).map(([column, type]) =>
      type === 'list of json'
        ? `  - name: ${column}\n    list: json\n`
        : `  - name: ${column}\n    dtype: ${type}\n`,
    );
    return `- config_name: ${name}\n  features:\n${lines.join('')}`;
  });
  return `dataset_info:\n${blocks.join('')}`;
}

function dataFiles(configs: readonly WrittenConfig[]): string {
  const blocks = configs.map(({ name, files }, i) => {
    const lines = files.map(({ split, path }) =>
      split === undefined ? ` ${path}\n` : `\n  - split: ${split}\n    path: ${path}`,
    );
    return `- config_name: ${name}\n${i === 0 ? '  default: true\n' : ''}  data_files:${lines.join('').trimEnd()}\n`;
  });
  return `configs:\n${blocks.join('')}`;
}
