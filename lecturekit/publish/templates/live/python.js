// Python for a page: one worker, started when it is first needed.
/* global LIVE_FOLDER -- the address of the worker's folder, relative to this script */

const here = document.currentScript.src;

// The address of a file that lies beside this script, for `import()`.
export const nearby = name => new URL(name, here).href;

export class Python extends EventTarget {
  generation = 0;
  #worker = null;
  #asked = new Map(); // number of a question -> how to answer it
  #count = 0;

  // Begin to load; again and again does no harm.
  start() {
    if (this.#worker) return;
    if (location.protocol === 'file:') {
      this.#fail('This page was opened from a disk, where a browser runs no Python: open it from a web server instead.');
      return;
    }
    this.#worker = new Worker(new URL(`${LIVE_FOLDER}worker.js`, here));
    this.#worker.onmessage = ({data}) => this.#hear(data);
    this.#worker.onerror = () => this.#fail('Python could not be started on this page.');
  }

  // Return a promise of the answer. `within` this many seconds, or the worker is ended and a new
  // one started; the error then has `late` set.
  ask(kind, payload = {}, {within} = {}) {
    return new Promise((resolve, reject) => {
      const id = ++this.#count;
      this.#asked.set(id, {resolve, reject, timer: within && setTimeout(() => this.#late(id), 1000 * within)});
      this.start();
      this.#worker?.postMessage({id, kind, payload: JSON.stringify(payload)});
    });
  }

  #hear({id, text, picture, error, progress, ready, failed}) {
    if (progress) this.#say('progress', {what: 'Python', ...progress});
    else if (ready) this.#say('ready');
    else if (failed) this.#fail(failed);
    else this.#settle(id, error === undefined ? {...JSON.parse(text), picture} : null, error);
  }

  #settle(id, answer, error, late = false) {
    const question = this.#asked.get(id);
    if (!question) return;
    this.#asked.delete(id);
    clearTimeout(question.timer);
    if (answer) question.resolve(answer);
    else question.reject(Object.assign(new Error(error), {late}));
  }

  #late(id) {
    this.#end();
    this.#settle(id, null, 'It took too long and was stopped.', true);
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
  }

  #say(type, detail) {
    this.dispatchEvent(new CustomEvent(type, {detail}));
  }
}

export const python = (window.livePython = new Python());
