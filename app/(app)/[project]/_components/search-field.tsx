'use client';
import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { UpdateUrl } from '../../../_components/use-url-params.ts';

const MAX_LENGTH = 1000;

/**
 * Words to look for in question and answer. A search is one step in the history: typing on replaces it, until Enter
 * or leaving the field ends it.
 */
export function SearchField({ value, update }: { value: string; update: UpdateUrl }) {
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);
  const isStep = useRef(false);
  useEffect(() => {
    // Back, a link or "Clear filters" changed the URL; what this field itself sent is already shown.
    if (value !== sent.current) {
      sent.current = value;
      isStep.current = false;
      setTyped(value);
    }
  }, [value]);

  const send = useDebouncedCallback((words: string) => {
    if (words === sent.current) return;
    sent.current = words;
    const change = (params: URLSearchParams) => (words === '' ? params.delete('q') : params.set('q', words));
    update(change, isStep.current ? 'replace' : 'push');
    isStep.current = true;
  }, 300);
  const change = (words: string) => {
    setTyped(words);
    if (words.trim().length > MAX_LENGTH) send.cancel();
    else send(words.trim());
  };
  const end = () => {
    send.flush();
    isStep.current = false;
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
      error={
        typed.trim().length > MAX_LENGTH
          ? 'A search has at most 1,000 letters. Make it shorter to look for it.'
          : undefined
      }
      onChange={(event) => change(event.currentTarget.value)}
      onBlur={end}
      onKeyDown={(event) => {
        if (event.key === 'Enter') end();
      }}
      style={{ flex: '1 1 14rem', maxWidth: '26rem' }}
    />
  );
}
