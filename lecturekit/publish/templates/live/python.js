// Python for a page: one worker, started when it is first needed.
/* global WORKER -- the address of the worker, relative to this script */

const here = document.currentScript.src;

// The address of a file that lies beside this script, for `import()`.
export const nearby = name => new URL(name, here).href;

export const FROM_DISK = 'This page was opened from a disk, where a browser runs no Python: open it from a web server instead.';

export class Python extends EventTarget {
  generation = 0;
  ready = false;
  #worker = null;
  #asked = new Map(); // number of a question -> how to answer it
  #count = 0;
  #now = null; // the question that Python is working on

  // Begin to load; again and again does no harm.
  start() {
    if (this.#worker) return;
    if (location.protocol === 'file:') {
      this.#fail(FROM_DISK);
      return;
    }
    if (!('DecompressionStream' in window)) {
      this.#fail('This browser is too old to run Python: one of 2023 or later can.');
      return;
    }
    this.#worker = new Worker(new URL(WORKER, here));
    this.#worker.onmessage = ({data}) => this.#hear(data);
    this.#worker.onerror = () => this.#fail('Python could not be started on this page.');
  }

  // Return a promise of the answer. `begun` is called when Python begins with it; `within` this
  // many seconds from then, or the worker is ended and a new one started: the error has `late` set.
  ask(kind, payload = {}, {within, begun} = {}) {
    return new Promise((resolve, reject) => {
      const id = ++this.#count;
      this.#asked.set(id, {resolve, reject, within, begun});
      this.start();
      this.#worker?.postMessage({id, kind, payload: JSON.stringify(payload)});
    });
  }

  // End what Python is doing, and start it again.
  stop() {
    if (this.#worker) this.#restart('It was stopped.');
  }

  #hear({id, begun, text, picture, error, dead, progress, ready, failed}) {
    if (progress) this.#say('progress', progress);
    else if (ready) this.#greet();
    else if (failed) this.#fail(failed);
    else if (begun) this.#begin(id);
    else if (dead) this.#restart('Python broke down, and is starting again.');
    else this.#settle(id, error === undefined ? {...JSON.parse(text), picture} : null, error);
  }

  #greet() {
    this.ready = true;
    this.#say('ready');
  }

  #begin(id) {
    const question = this.#asked.get(id);
    if (!question) return;
    this.#now = id;
    question.begun?.();
    if (question.within)
      question.timer = setTimeout(() => this.#restart('It took too long and was stopped.', true), 1000 * question.within);
  }

  #settle(id, answer, error, late = false) {
    const question = this.#asked.get(id);
    if (!question) return;
    this.#asked.delete(id);
    if (this.#now === id) this.#now = null;
    clearTimeout(question.timer);
    if (answer) question.resolve(answer);
    else question.reject(Object.assign(new Error(error), {late}));
  }

  #restart(text, late = false) {
    this.#end();
    this.#settle(this.#now, null, text, late);
    for (const other of [...this.#asked.keys()]) this.#settle(other, null, 'Python was restarted.');
    this.generation += 1;
    this.start();
    this.#say('restarted');
  }

  #fail(text) {
    this.#end();
    for (const id of [...this.#asked.keys()]) this.#settle(id, null, text);
    this.#say('failed', {text});
  }

  #end() {
    this.#worker?.terminate();
    this.#worker = null;
    this.ready = false;
  }

  #say(type, detail) {
    this.dispatchEvent(new CustomEvent(type, {detail}));
  }
}

export const python = (window.livePython = new Python());
