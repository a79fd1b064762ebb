'use client';
import { useLocalStorage } from '@mantine/hooks';

/** Whether single letters and digits act on their own in this browser, and how to change it (WCAG 2.1.4). */
export function useSingleKeys(): [boolean, (on: boolean) => void] {
  const [on, setOn] = useLocalStorage({ key: 'single-keys', defaultValue: true });
  return [on, setOn];
}
