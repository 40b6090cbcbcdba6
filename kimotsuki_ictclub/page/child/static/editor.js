// The editor: CodeMirror with the board's words, and the line of a mistake marked with its sentence.
import {
  Annotation, basicSetup, Decoration, EditorState, EditorView, indentUnit, indentWithTab, keymap, languages, LanguageSupport,
  StateEffect, StateField, Prec, temporarilySetTabFocusMode, WidgetType,
} from "../../editor/index.js";
import { make, write } from "./texts.js";

const setMistake = StateEffect.define(), setSlip = StateEffect.define(), setFocus = StateEffect.define();

class Told extends WidgetType {
  constructor(text, kind) { super(); Object.assign(this, { text, kind }); }
  eq(other) { return other.text === this.text && other.kind === this.kind; }
  toDOM() { return write(make("div", `cm-told ${this.kind}`), `${this.kind ? "✎" : "⚠"} ${this.text}`); }
}

const marked = (line, text, kind = "") => Decoration.set([
  Decoration.line({ class: kind ? `cm-${kind}` : "cm-mistake" }).range(line.from),
  Decoration.widget({ widget: new Told(text, kind), block: true, side: 1 }).range(line.to),
]);

const mistakes = StateField.define({
  create: () => Decoration.none,
  update(marks, change) {
    marks = marks.map(change.changes);
    for (const effect of change.effects) {
      if (!effect.is(setMistake)) continue;
      const told = effect.value, { doc } = change.state;
      marks = told && told.line >= 1 && told.line <= doc.lines ? marked(doc.line(told.line), told.text) : Decoration.none;
    }
    return marks;
  },
  provide: field => EditorView.decorations.from(field),
});

// What is told quietly is not told as long as the cursor stands where it may just be mended (`from` to `to`), and is
// forgotten with the first change there.
const slips = StateField.define({
  create: () => ({ slip: null, focus: false, told: "", marks: Decoration.none }),
  update({ slip, focus }, change) {
    if (slip && change.docChanged) {
      const { changes } = change;
      slip = changes.touchesRange(slip.from, slip.to) ? null
        : { ...slip, from: changes.mapPos(slip.from), at: changes.mapPos(slip.at), to: changes.mapPos(slip.to) };
    }
    for (const effect of change.effects) {
      if (effect.is(setFocus)) focus = effect.value;
      else if (effect.is(setMistake) && effect.value) slip = null;
      else if (effect.is(setSlip)) slip = placed(change.state.doc, effect.value);
    }
    const { head } = change.state.selection.main;
    if (!slip || (focus && head >= slip.from && head <= slip.to)) return { slip, focus, told: "", marks: Decoration.none };
    return { slip, focus, told: slip.text, marks: marked(change.state.doc.lineAt(slip.at), slip.text, "slip") };
  },
  provide: field => [
    EditorView.decorations.from(field, now => now.marks),
    EditorView.focusChangeEffect.of((_state, focus) => setFocus.of(focus)),
  ],
});

function placed(doc, told) {
  if (!told || told.line < 1 || told.line > doc.lines) return null;
  const line = number => doc.line(Math.min(number, doc.lines));
  return { text: told.text, at: line(told.line).from, from: line(told.first).from, to: line(told.last).to };
}

export async function makeEditor(parent, { nonce, label, describedBy, onChange, onRun, onSlip = () => {} }) {
  const python = await languages.find(one => one.name === "Python").load();
  let words = {};
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: "",
      extensions: [
        EditorView.cspNonce.of(nonce),
        Prec.high(keymap.of([
          { key: "Mod-Enter", run: () => { onRun(); return true; } },
          { key: "Escape", run: temporarilySetTabFocusMode },
          indentWithTab,
        ])),
        basicSetup,
        new LanguageSupport(python.language),
        python.language.data.of({ autocomplete: context => completions(context, words) }),
        indentUnit.of("    "),
        EditorState.tabSize.of(4),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": describedBy, tabindex: "0", autocapitalize: "off", spellcheck: "false" }),
        mistakes,
        slips,
        EditorView.updateListener.of(update => {
          if (update.docChanged && !update.transactions.some(one => one.annotation(quiet))) onChange();
          const { told } = update.state.field(slips);
          if (told && told !== update.startState.field(slips).told) onSlip(told);
        }),
      ],
    }),
  });
  return {
    view,
    text: () => view.state.doc.toString(),
    show(text) { replace(view, text); },
    mark(told) { tell(view, setMistake.of(told)); },
    slip(told) { tell(view, setSlip.of(told)); },
    insert(text) {
      view.dispatch(view.state.replaceSelection(text), { userEvent: "input.type" });
      view.focus();
    },
    goTo(line) {
      if (line < 1 || line > view.state.doc.lines) return;
      const place = view.state.doc.line(line).from;
      view.dispatch({ selection: { anchor: place }, effects: EditorView.scrollIntoView(place, { y: "center" }) });
    },
    know(found) { words = found; },
  };
}

// What is told moves the lines: the cursor stays in sight.
function tell(view, effects) {
  view.dispatch({ effects });
  if (view.hasFocus) requestAnimationFrame(() => view.dispatch({ effects: EditorView.scrollIntoView(view.state.selection.main.head) }));
}

const quiet = Annotation.define();

// Only what differs is replaced, so that the cursor stays where it is.
function replace(view, text) {
  const before = view.state.doc.toString();
  if (before === text) return;
  let from = 0;
  while (from < before.length && from < text.length && before[from] === text[from]) from++;
  let end = 0;
  while (end < before.length - from && end < text.length - from && before[before.length - 1 - end] === text[text.length - 1 - end]) end++;
  view.dispatch({ changes: { from, to: before.length - end, insert: text.slice(from, text.length - end) }, annotations: quiet.of(true) });
}

const KEYWORDS = ["if", "elif", "else", "while", "for", "in", "def", "return", "import", "from", "True", "False", "None", "and", "or", "not", "break", "continue"];
const KINDS = { function: "function", class: "class", module: "namespace", value: "variable" };

export function completions(context, words) {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  if (/#/.test(before.replace(/"[^"]*"|'[^']*'/g, ""))) return null;
  const text = context.state.doc.toString();
  const member = before.match(/([A-Za-z_][\w.]*)\.(\w*)$/);
  if (member) {
    const found = members(member[1], words, text);
    return found && { from: context.pos - member[2].length, options: options(found), validFor: /^\w*$/ };
  }
  const from = before.match(/^\s*from\s+(\w+)\s+import\s+(?:\w+\s*,\s*)*(\w*)$/);
  if (from) return words[from[1]] && { from: context.pos - from[2].length, options: options(words[from[1]]), validFor: /^\w*$/ };
  const modules = before.match(/^\s*(?:import|from)\s+(\w*)$/);
  if (modules) {
    const names = Object.keys(words).filter(name => name && !name.includes(".") && name === name.toLowerCase());
    return { from: context.pos - modules[1].length, options: names.map(name => ({ label: name, type: "namespace" })), validFor: /^\w*$/ };
  }
  const word = before.match(/[A-Za-z_]\w*$/);
  if (!word && !context.explicit) return null;
  const start = context.pos - (word ? word[0].length : 0);
  const all = { ...words[""], ...(/from\s+microbit\s+import\s+\*/.test(text) ? words.microbit : {}) };
  const own = [...new Set(text.match(/[A-Za-z_]\w{2,}/g) || [])].filter(name => !(name in all) && !KEYWORDS.includes(name) && name !== word?.[0]);
  return {
    from: start,
    options: [...options(all), ...KEYWORDS.map(label => ({ label, type: "keyword" })), ...own.map(label => ({ label, type: "text", boost: -5 }))],
    validFor: /^\w*$/,
  };
}

function members(path, words, text) {
  const parts = path.split(".");
  let place = words.microbit?.[parts[0]] && /from\s+microbit\s+import/.test(text) ? words.microbit[parts[0]].of : null;
  if (!place && words[parts[0]]) place = parts[0];
  for (const part of parts.slice(1)) place = words[place]?.[part]?.of ?? null;
  return place ? words[place] : null;
}

function options(found) {
  return Object.entries(found).map(([label, word]) => ({
    label,
    type: KINDS[word.kind],
    detail: word.form ? word.form.slice(label.length) : "",
    info: word.help ? () => make("div", "cm-help", word.help) : undefined,
  }));
}
