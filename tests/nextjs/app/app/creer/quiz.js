"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { write } from "./actions";

const STEPS = [
  { question: "De quoi parlez-vous ?", answers: ["Un lancement", "Une erreur", "Une rencontre"] },
  { question: "Quel ton ?", answers: ["Chaleureux", "Direct"] },
];

export default function Quiz() {
  const router = useRouter();
  const [given, setGiven] = useState([]);
  const [text, setText] = useState(null);
  const [isWriting, startWriting] = useTransition();

  function answer(choice) {
    const answers = [...given, choice];
    setGiven(answers);
    if (answers.length === STEPS.length) {
      startWriting(async () => setText(await write(...answers)));
    }
  }

  function keep() {
    localStorage.setItem("brouillon", text.join("\n\n"));
    router.push("/tableau");
  }

  if (given.length < STEPS.length) {
    const step = STEPS[given.length];
    return (
      <section>
        <h1>{step.question}</h1>
        {step.answers.map((choice) => (
          <button key={choice} onClick={() => answer(choice)}>
            {choice}
          </button>
        ))}
      </section>
    );
  }
  return (
    <section>
      <h1>Votre brouillon</h1>
      {isWriting && <p aria-busy="true">Un instant…</p>}
      {text && (
        <article aria-label="Brouillon">
          {text.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </article>
      )}
      {text && <button onClick={keep}>Garder ce brouillon</button>}
    </section>
  );
}
