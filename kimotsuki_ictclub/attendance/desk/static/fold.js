// How names are compared when somebody looks for one: whatever a keyboard may type for the same sound finds it.
const ALIKE = new Map(Object.entries({ "〜": "~", "～": "~", "−": "-", "‐": "-", "–": "-", "―": "-", "—": "-", "ー": "-" }));

// Width, letter case, blanks and dashes make no difference, nor does katakana instead of hiragana.
export function fold(text) {
  const plain = (text || "").normalize("NFKC").toLowerCase().normalize("NFKC").replace(/\s+/g, "");
  return [...plain].map(sign => ALIKE.get(sign) ?? hiragana(sign)).join("");
}

function hiragana(sign) {
  return /[\u30a1-\u30f6\u30fd\u30fe]/.test(sign) ? String.fromCharCode(sign.charCodeAt(0) - 0x60) : sign;
}

// Whether `person` is meant by what stands in the search field: a part of the name or its reading, or the number.
export function isMeant(person, wanted) {
  const part = fold(wanted);
  if (/^\d+$/.test(part) && person.number && Number(part) === person.number) return true;
  return [person.nickname, person.reading].some(name => fold(name).includes(part));
}

// Those of `people` who are called so, or whose name is read so.
export function namesakes(people, nickname) {
  const wanted = fold(nickname);
  return people.filter(person => [person.nickname, person.reading].some(name => name && fold(name) === wanted));
}
