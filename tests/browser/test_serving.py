"""What every page of the app and of JupyterLab has, whatever its notebook shows."""

import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from explainer.serve import bundle

BUTTON = """
import ipywidgets as w
button, told = w.Button(description="Press"), w.Label("before")
button.on_click(lambda _: setattr(told, "value", "after"))
fatal = w.Button(description="Die")
fatal.on_click(lambda _: __import__("os")._exit(1))
w.VBox([button, told, fatal])
"""
FIRST = "/voila/render/00_world.ipynb"


def write(path: Path, *cells: nbformat.NotebookNode, **metadata: str) -> None:
    notebook = new_notebook(cells=list(cells), metadata=metadata)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("notebooks")
    write(path / "00_world.ipynb", new_markdown_cell("# The *world* answers\n\nProse."), new_code_cell(BUTTON))
    write(path / "01_named.ipynb", new_markdown_cell("# Heading"), title="A name of its own")
    write(path / "02_broken.ipynb", new_code_cell("raise ValueError('the secret detail')"))
    return path


@pytest.fixture(scope="module")
def app(serve_voila, folder):
    return serve_voila(folder)


@pytest.mark.parametrize(
    ("theme", "light", "ground"),
    [("light", "true", "rgb(253, 252, 249)"), ("dark", "false", "rgb(16, 22, 29)")],
)
def test_a_page_follows_the_systems_theme_before_its_first_paint_and_afterwards(open_page, app, theme, light, ground):
    page, log = open_page(app + FIRST, theme=theme, wait="commit")
    page.wait_for_function("document.body && document.body.dataset.jpThemeLight")
    assert page.evaluate("document.body.dataset.jpThemeLight") == light
    page.wait_for_selector("button:has-text('Press')")
    assert page.evaluate("document.body.dataset.jpThemeLight") == light
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == ground
    page.emulate_media(color_scheme="dark" if theme == "light" else "light")
    page.wait_for_function(f"document.body.dataset.jpThemeLight !== '{light}'")
    log.assert_clean()


def test_a_page_has_one_main_a_language_a_human_title_and_asks_no_other_host(open_page, app):
    page, log = open_page(app + FIRST)
    page.wait_for_selector("button:has-text('Press')")
    assert page.title() == "The world answers"
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator("main, [role=main]").count() == 1
    assert page.locator("main button:has-text('Press')").count() == 1
    assert page.locator("#loading").is_hidden()
    log.assert_clean()


def test_the_title_in_the_notebooks_metadata_comes_before_its_heading(open_page, app):
    page, log = open_page(app + "/voila/render/01_named.ipynb")
    assert page.title() == "A name of its own"
    log.assert_clean()


def test_the_bare_address_opens_the_first_page_and_keeps_the_query(open_page, app):
    page, log = open_page(app + "/?design=x")
    assert page.url == f"{app}{FIRST}?design=x"
    log.assert_clean()


def test_a_widget_works_and_the_document_scrolls_as_a_whole(open_page, app):
    page, log = open_page(app + FIRST, height=300)
    page.click("button:has-text('Press')")
    page.wait_for_selector("text=after")
    page.evaluate("document.querySelector('main').appendChild(document.createElement('div')).style.height = '2000px'")
    assert page.evaluate("document.scrollingElement.scrollHeight") > 2000
    log.assert_clean()


def test_the_skip_link_is_the_first_stop_and_leads_to_main(open_page, app):
    page, log = open_page(app + FIRST)
    page.wait_for_selector("button:has-text('Press')")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"
    log.assert_clean()


def test_a_failing_cell_gives_a_sentence_and_never_a_traceback(open_page, app):
    page, _ = open_page(app + "/voila/render/02_broken.ipynb")
    page.wait_for_selector("[role=alert]:has-text('could not be computed')")
    said = page.inner_text("body")
    assert "secret" not in said
    assert "Traceback" not in said
    assert "ValueError" not in page.content()


def test_a_missing_page_gives_a_sentence_and_a_way_back(open_page, app):
    page, log = open_page(app + "/voila/render/99_nothing.ipynb")
    assert "could not be opened" in page.inner_text("h1")
    assert page.locator("main a").get_attribute("href") == "/"
    assert not log.foreign


def test_a_kernel_that_died_is_told_in_a_sentence(open_page, app):
    page, log = open_page(app + FIRST)
    page.click("button:has-text('Die')")
    page.wait_for_selector("#trouble:has-text('The connection is lost')")
    assert not log.page_errors


def test_a_closed_connection_is_told_in_a_sentence(open_page, app):
    page, log = open_page("about:blank")
    channels = []

    def channel(socket):
        if channels:
            socket.close()
        else:
            socket.connect_to_server()
            channels.append(socket)

    page.route_web_socket(re.compile("/channels"), channel)
    page.goto(app + FIRST)
    page.wait_for_selector("button:has-text('Press')")
    assert page.locator("#trouble").is_hidden()
    channels[0].close()
    page.wait_for_selector("#trouble:has-text('The connection is lost')")
    assert not log.page_errors


def test_jupyterlab_opens_the_notebook_and_serves_plotly_from_its_own_address(open_page, serve_lab, folder):
    lab = serve_lab(folder)
    page, log = open_page(lab + "/lab/tree/00_world.ipynb")
    page.wait_for_selector(".jp-Notebook h1:has-text('The world answers')")
    page.wait_for_selector(".jp-NotebookPanel-toolbar")
    answer = page.request.get(lab + "/lab/extensions/parade-proof/static/plotly.js?v=x")
    assert answer.status == 200
    assert "javascript" in answer.headers["content-type"]
    assert "max-age" in answer.headers["cache-control"]
    # neither news nor a newer version is looked for anywhere, and nobody is asked whether they should be
    assert not [url for url in log.requests if re.search("/lab/api/(news|update)", url)]
    assert page.locator(".Toastify__toast").count() == 0
    assert not log.foreign


DRAW = """async (url) => {
  const Plotly = (await import(url)).default;
  const box = document.body.appendChild(document.createElement("div"));
  await Plotly.newPlot(box, [
    {type: "scattergeo", mode: "markers", lon: [0, 10], lat: [0, 10]},
    {type: "bar", x: [1, 2], y: [3, 4]},
    {type: "scatter", x: [1, 2], y: [3, 4]},
  ], {geo: {visible: false, domain: {y: [0, 0.5]}}, yaxis: {domain: [0.5, 1]}});
  const count = (what) => box.querySelectorAll(what).length;
  const drawn = [".scattergeo .point", ".bars .point", ".cartesianlayer .scatterlayer .point"].map(count);
  return [...drawn, Plotly.version];
}"""


@pytest.mark.parametrize("whole", [False, True], ids=["cut", "full"])
def test_either_kind_of_plotly_draws_all_that_pages_use(open_page, app, tmp_path, whole):
    made = bundle.build(force_full=whole, folder=tmp_path if whole else bundle.STATIC)
    page, log = open_page(app + "/voila/tree")
    page.route("**/plotly-under-test.js", lambda route: route.fulfill(path=made.path, content_type="text/javascript"))
    assert page.evaluate(DRAW, app + "/plotly-under-test.js") == [2, 2, 2, made.version]
    log.assert_clean()


def test_leaving_a_page_ends_its_kernel(open_page, app):
    page, log = open_page(app + FIRST)
    page.wait_for_selector("button:has-text('Press')")
    kernel = page.evaluate("JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId")
    assert page.request.get(f"{app}/api/kernels/{kernel}").status == 200
    page.goto(app + "/voila/tree")
    for _ in range(50):
        if page.request.get(f"{app}/api/kernels/{kernel}").status == 404:
            break
        page.wait_for_timeout(100)
    else:
        pytest.fail("the kernel still runs")
    log.assert_clean()


def test_voila_inside_jupyterlabs_server_uses_the_same_template(open_page, serve_lab, folder):
    page, log = open_page(serve_lab(folder) + FIRST)
    page.click("button:has-text('Press')")
    page.wait_for_selector("text=after")
    assert page.title() == "The world answers"
    assert page.locator("main").count() == 1
    log.assert_clean()


def test_what_a_page_takes_from_voila_stays_small_and_is_not_sent_twice(open_page, app):
    page, log = open_page(app + FIRST)
    page.wait_for_selector("button:has-text('Press')")
    page.wait_for_load_state("networkidle")
    first, plotly = log.http_bytes, sum(size for url, size in log.bytes_by_url.items() if "plotly.js" in url)
    assert first - plotly < 5_000_000
    log.reset()
    page.reload()
    page.wait_for_selector("button:has-text('Press')")
    page.wait_for_load_state("networkidle")
    assert log.http_bytes < 100_000
    log.assert_clean()
