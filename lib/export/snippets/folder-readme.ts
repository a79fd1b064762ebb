import {
  type ColumnType,
  type ExportFormat,
  type FormatFile,
  SPLITS,
  type Split,
  splitPath,
} from '../format.ts';

/**
 * The README of a folder of exported files. Its front matter tells `datasets` which file is which, so that
 * `load_dataset(folder)` works; `paths` are the files that were written. Nothing in it differs between two exports
 * of the same data.
 */
export function folderReadme(format: ExportFormat, paths: readonly string[]): string {
  const configs = writtenConfigs(format, new Set(paths));
  const splits = SPLITS.filter((split) =>
    configs.some(({ files }) => files.some((file) => file.split === split)),
  );
  const { install, language, code } = format.snippet(splits);
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
  files: { split: Split; path: string }[];
}

/** The configs with at least one file that was written. A file that holds all sides is its config's `train`. */
function writtenConfigs({ files }: ExportFormat, written: ReadonlySet<string>): WrittenConfig[] {
  return files.flatMap(({ path, load }: FormatFile) => {
    if (load === undefined) return [];
    const sides: readonly Split[] = path.includes('{split}') ? SPLITS : ['train'];
    const found = sides
      .map((split) => ({ split, path: splitPath(path, split) }))
      .filter((file) => written.has(file.path));
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
    const lines = files.map(({ split, path }) => `  - split: ${split}\n    path: ${path}\n`);
    return `- config_name: ${name}\n${i === 0 ? '  default: true\n' : ''}  data_files:\n${lines.join('')}`;
  });
  return `configs:\n${blocks.join('')}`;
}
