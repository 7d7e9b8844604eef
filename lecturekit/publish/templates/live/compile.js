// node compile.js FOLDER BELOW [MODULE...]: compile the Python files in a folder by the Python that
// will run them, Pyodide. The folder mirrors the file system of a page. Without modules, bytecode is
// put beside all sources. With modules, it takes the place of the sources that importing them loads:
// bytecode starts faster, but is larger. What they import may lie in the folder BELOW, too.
const {loadPyodide} = require('pyodide');

const SCRIPT = `
import dataclasses, importlib, io, pathlib, py_compile, sys

home = pathlib.Path("/page/lib/python3.12")
site = home / "site-packages"
terse = ["matplotlib", "PIL", "pyparsing", "dateutil", "packaging", "contourpy"]

def translate(source, target=None, optimize=0):
    py_compile.compile(
        str(source), target and str(target), dfile=str(source).removeprefix("/page"), doraise=True,
        optimize=optimize, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )

def loaded():
    files = [getattr(module, "__file__", None) or "" for module in sys.modules.values()]
    files = [pathlib.Path(file.replace("/lib/python312.zip", str(home))) for file in files]
    return {file for file in files if file.suffix == ".py" and home in file.parents and file.exists()}

def draw():
    """Load what drawing loads."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    figure.text(0, 0, "$x$")
    FigureCanvasAgg(figure).print_jpg(io.BytesIO())

def list_fonts():
    """List the fonts in a file, as Matplotlib does when it finds none, which takes seconds."""
    from matplotlib import font_manager

    fonts = font_manager.fontManager
    plain = next(font for font in fonts.ttflist if font.name == "DejaVu Sans")
    for name in ("STIXGeneral", "STIXNonUnicode"):  # it wants them for signs that no figure has
        fonts.ttflist.append(dataclasses.replace(plain, name=name))
    font_manager.json_dump(fonts, site / "matplotlib/fontlist.json")

if not modules:
    for source in home.rglob("*.py"):
        translate(source)
else:
    sys.path[:0] = [str(site), "/below/lib/python3.12/site-packages"]
    for name in modules:
        importlib.import_module(name)
    if (site / "matplotlib").exists():
        list_fonts()
        draw()
    for source in loaded():
        inside = source.parts[5] if site in source.parents else ""
        translate(source, source.with_suffix(".pyc"), optimize=2 if inside in terse else 0)
        source.unlink()
`;

async function main(folder, below, modules) {
  const python = await loadPyodide({env: {MPLBACKEND: 'agg', PYTHONDONTWRITEBYTECODE: '1'}});
  for (const [place, root] of [['/page', folder], ['/below', below]]) {
    python.FS.mkdir(place);
    python.FS.mount(python.FS.filesystems.NODEFS, {root}, place);
  }
  const library = '/page/usr/lib/libopenblas.so'; // SciPy's, which has to be there before it
  if (python.FS.analyzePath(library).exists) await python._api.loadDynlib(library, true);
  python.globals.set('modules', python.toPy(modules));
  python.runPython(SCRIPT);
}

main(process.argv[2], process.argv[3], process.argv.slice(4)).catch(error => {
  console.error(error.message ?? error);
  process.exitCode = 1;
});
