// Before the first paint: Jupyter's name for light and dark follows the system, now and later.
const dark = matchMedia("(prefers-color-scheme: dark)");
const theme = () => {
  document.body.dataset.jpThemeLight = String(!dark.matches);
  document.body.dataset.jpThemeName = dark.matches ? "JupyterLab Dark" : "JupyterLab Light";
};
theme();
dark.addEventListener("change", theme);
