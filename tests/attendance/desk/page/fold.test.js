// Looking for a name: what a keyboard may type for the same sound finds it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fold, isMeant, namesakes } from "./fold.js";

test("width, case, kana, blanks and dashes make no difference", () => {
  for (const [one, other] of [
    ["ミカン", "みかん"], ["ﾐｶﾝ", "みかん"], ["ﾊﾞﾅﾅ", "ばなな"], ["ガ", "か\u3099"], ["ＫＥＮ", "ken"], ["ゆう〜", "ゆう～"],
    ["ロボ　太郎", "ロボ太郎"], ["スー", "すー"], ["ｽｰ", "スー"], ["ヴ", "ゔ"], ["１２", "12"], ["㋿", "令和"],
  ]) assert.equal(fold(one), fold(other), `${one} ${other}`);
  assert.notEqual(fold("はな"), fold("ばな"));
  assert.equal(fold(null), "");
});

test("a part of the name or its reading finds, and so does the number", () => {
  const hina = { nickname: "陽菜", reading: "ひな", number: 12 };
  for (const wanted of ["", "ひ", "ヒナ", "ﾋﾅ", "菜", "12", "１２", "012"]) assert.ok(isMeant(hina, wanted), wanted);
  for (const wanted of ["はな", "1", "2", "13", "陽子"]) assert.ok(!isMeant(hina, wanted), wanted);
  assert.ok(isMeant({ nickname: "ロボ2", reading: "", number: 5 }, "2"), "digits in a nickname are found too");
  assert.ok(isMeant({ nickname: "新", reading: "" }, ""), "a newcomer has no number yet");
});

test("namesakes are those who are called or read so, as a whole", () => {
  const people = [{ nickname: "みかん", reading: "" }, { nickname: "美柑", reading: "ミカン" }, { nickname: "みかんちゃん", reading: "" }];
  assert.deepEqual(namesakes(people, " ﾐｶﾝ "), people.slice(0, 2));
  assert.deepEqual(namesakes(people, "りんご"), []);
});
