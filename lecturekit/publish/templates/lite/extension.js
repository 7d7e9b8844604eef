// What the lectures need of JupyterLite: a line that says what Python is doing, pictures instead of
// widgets in what is saved, and a word when a saved copy hides a newer edition. It is written as a
// build of an extension of JupyterLab comes out, and so needs no build.
(() => {
  const WIDGET = 'application/vnd.jupyter.widget-view+json';
  const STYLE = `
    .lecture-notes { position: fixed; bottom: 0; left: 0; z-index: 10; max-width: 100%; box-sizing: border-box;
      font-size: var(--jp-ui-font-size1); color: var(--jp-ui-font-color1); background: var(--jp-layout-color1);
      border: 1px solid var(--jp-border-color1); border-width: 1px 1px 0 0; border-top-right-radius: 4px; }
    .lecture-notes p { margin: 0; padding: 6px 12px; }
    .lecture-notes p:empty { display: none; }
    .lecture-notes button { font: inherit; margin-left: 8px; }
    @media print { .lecture-notes { display: none; } }`;

  function activate(app) {
    const {contents} = app.serviceManager;
    savePictures(contents);
    const seen = new WeakSet();
    const look = () => {
      const panel = app.shell.currentWidget;
      if (!panel?.sessionContext || !panel.context || seen.has(panel)) return;
      seen.add(panel);
      const notes = document.createElement('div');
      notes.className = 'lecture-notes';
      panel.node.append(notes);
      sayWhatPythonDoes(panel.sessionContext, added(notes, 'p'));
      offerNewEdition(panel.context, contents, notes);
    };
    added(document.head, 'style').textContent = STYLE;
    app.shell.currentChanged?.connect(look);
    app.restored.then(look);
  }

  // A widget lives in the kernel, which ends with the page. What is saved shows its picture instead.
  function savePictures(contents) {
    const save = contents.save.bind(contents);
    contents.save = (path, model) =>
      save(path, model?.type === 'notebook' ? {...model, content: still(model.content)} : model);
  }

  function still(book) {
    const {widgets, ...metadata} = book.metadata;
    const cells = book.cells.map(cell => (cell.outputs ? {...cell, outputs: cell.outputs.map(picture)} : cell));
    return {...book, metadata, cells};
  }

  function picture(output) {
    const {[WIDGET]: view, ...data} = output.data ?? {};
    return view ? {...output, data} : output;
  }

  function sayWhatPythonDoes(session, line) {
    line.setAttribute('role', 'status');
    let text = 'Python is starting …';
    let part = ''; // what is being fetched
    let cells = 0; // how many have been run
    const say = () => (line.textContent = part || text);
    const status = () => {
      const now = session.session?.kernel?.status;
      if (now === 'dead') text = 'Python has stopped. Kernel ▸ Restart Kernel starts it again.';
      else if (now !== 'idle' && now !== 'busy') [text, cells] = ['Python is starting …', 0];
      else if (!cells) text = 'Python is ready. Run ▸ Run All Cells brings the figures to life.';
      else if (now === 'idle') text = '';
      say();
    };
    status();
    session.statusChanged.connect(status);
    session.iopubMessage.connect((_, message) => {
      if (message.header.msg_type !== 'execute_input') return;
      text = cells ? '' : 'The first cell takes some seconds: it loads NumPy, Matplotlib and scikit-learn.';
      cells += 1;
      say();
    });
    new BroadcastChannel('lecture-python').onmessage = ({data: {failed, loaded, total}}) => {
      if (failed) text = `Python could not be started: ${failed}`;
      part = loaded < total ? `Python is being fetched, this once: ${mega(loaded)} of ${mega(total)} MB. You can read on.` : '';
      say();
    };
  }

  const mega = bytes => Math.round(bytes / 1e6);

  async function offerNewEdition(context, contents, notes) {
    const {litePluginSettings} = JSON.parse(document.getElementById('jupyter-config-data').textContent);
    await context.ready;
    const newest = litePluginSettings['lecturekit:lite'].editions[context.path];
    if (!newest || context.model.getMetadata('edition') === newest) return;
    const line = added(notes, 'p');
    line.textContent = 'This is your copy of an earlier edition of the lecture.';
    const button = added(line, 'button');
    button.textContent = 'Open the new edition and keep mine beside it';
    button.onclick = async () => {
      await context.save();
      await contents.copy(context.path, '');
      await contents.delete(context.path); // which brings back the file of the site
      location.reload();
    };
  }

  function added(parent, tag) {
    return parent.appendChild(document.createElement(tag));
  }

  const plugin = {id: 'lecturekit:lite', autoStart: true, activate};
  (window._JUPYTERLAB ??= {}).lecturekit = {init() {}, get: async () => () => plugin};
})();
