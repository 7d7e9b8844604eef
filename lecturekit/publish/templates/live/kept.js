// What the browser keeps of its reader: answers to exercises as they were left, and their records.

const PREFIX = 'neural-networks: ';
let works = true; // a browser may refuse to keep anything
const here = new Map(); // then it is kept as long as the page is open

export const keeps = () => works;

export function kept(name) {
  try {
    return JSON.parse(here.get(name) ?? localStorage.getItem(PREFIX + name) ?? 'null');
  } catch {
    return null;
  }
}

export function keep(name, value) {
  const text = JSON.stringify(value);
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, text);
    here.delete(name);
  } catch {
    works = false;
    here.set(name, text); // it counts more than an older one that the browser may have kept
  }
}

export function forget() {
  here.clear();
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name);
  } catch {
    works = false;
  }
}

// Whether the figures are live, as long as the tab is open, on its other pages, too.
const LIVE = 'figures-are-live';

export function rememberLive(yes) {
  try {
    if (yes) sessionStorage.setItem(LIVE, 'yes');
    else sessionStorage.removeItem(LIVE);
  } catch {
    works = false;
  }
}

export function wasLive() {
  try {
    return sessionStorage.getItem(LIVE) !== null;
  } catch {
    return false;
  }
}

// Records of exercises by name; lecturekit/exercises/exercise.py says what is in one.
export const records = () => kept('records') ?? {};
export const remember = changed => keep('records', {...records(), ...changed});

// Hints and solutions that are opened count as they do in a notebook.
export function unfolded(exercise, place, hints) {
  const record = records()[exercise] ?? {};
  if (place < hints) record.hints = Math.max(record.hints ?? 0, place + 1);
  else record.solution ??= record.done ? 'after' : 'before';
  remember({[exercise]: record});
}
