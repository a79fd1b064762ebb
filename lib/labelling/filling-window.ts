/** Half-open, by arrival: no query arrives in a window that has closed. */
export interface Window {
  from: Date;
  to: Date;
}
