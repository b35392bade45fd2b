"use server";

// A text that depends on the answers, as a model would write one.
export async function write(subject, voice) {
  return [
    `Ce que ${subject.toLowerCase()} m'a appris cette année, et que j'aurais aimé savoir plus tôt.`,
    `Trois idées, dites d'un ton ${voice.toLowerCase()}, pour qui n'a que deux minutes.`,
  ];
}
