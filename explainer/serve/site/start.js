// The first page of the course: which chapters are begun or done is known to the browser alone. As app/course/start.py.

export function openStart(rules) {
  const marksOf = (kept) => {
    const marks = {};
    for (const [number, checks] of rules.chapters) {
      try {
        const {given = {}} = JSON.parse(kept[number]);
        marks[number] = checks.length && checks.every((key) => key in given) ? "done" : "begun";
      } catch {
        // nothing of this chapter is kept
      }
    }
    return marks;
  };

  function act(name, value) {
    if (name !== "kept") return null;
    const marks = marksOf(JSON.parse(value));
    const going = rules.chapters.find(([number]) => marks[number] !== "done");
    const begin = going ? rules.begin[going[0]][Number(Object.keys(marks).length > 0)] : "";
    const row = (_, number) => `<small>${rules.words[marks[number]] ?? ""}</small>`;
    return {texts: {start: rules.text.replace("{begin}", () => begin).replace(/\{mark (\d+)\}/g, row)}};
  }

  return {act};
}
