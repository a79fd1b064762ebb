'use client';
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { type CsvTable, csvFileName, csvText } from './csv-table.ts';

/**
 * Saves the numbers behind a chart or table as CSV. `table` is what a reader sees, or a function that makes it when
 * it is asked for; a page of the server passes the table itself.
 */
export function CsvDownload({ title, table }: { title: string; table: CsvTable | (() => CsvTable) }) {
  const save = () => {
    const text = csvText(typeof table === 'function' ? table() : table);
    const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = csvFileName(title);
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  };
  return (
    <Tooltip label="Download as CSV">
      <ActionIcon
        variant="subtle"
        color="gray"
        size="md"
        aria-label={`${title}: download as CSV`}
        onClick={save}
      >
        <IconDownload size={18} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
