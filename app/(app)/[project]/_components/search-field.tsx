'use client';
import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { UpdateUrl } from '../../../_components/use-url-params.ts';

/** Words to look for in question and answer. While typing the URL is replaced, so that Back leaves the search. */
export function SearchField({ value, update }: { value: string; update: UpdateUrl }) {
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);
  useEffect(() => {
    // Back, a link or "Clear filters" changed the URL; what this field itself sent is already shown.
    if (value !== sent.current) {
      sent.current = value;
      setTyped(value);
    }
  }, [value]);

  const send = useDebouncedCallback((words: string) => {
    sent.current = words;
    update((params) => (words === '' ? params.delete('q') : params.set('q', words)), 'replace');
  }, 300);
  const change = (words: string) => {
    setTyped(words);
    send(words.trim());
  };

  return (
    <TextInput
      type="search"
      aria-label="Search in questions and answers"
      placeholder="Search questions and answers"
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        typed === '' ? null : (
          <CloseButton size="sm" aria-label="Clear the search" onClick={() => change('')} />
        )
      }
      value={typed}
      maxLength={1000}
      onChange={(event) => change(event.currentTarget.value)}
      style={{ flex: '1 1 14rem', maxWidth: '26rem' }}
    />
  );
}
