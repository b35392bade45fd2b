"use client";

export default function Failure({ error, reset }) {
  return (
    <div role="alert">
      <h1>Une erreur est survenue</h1>
      <p>Référence : {error.digest}</p>
      <button onClick={reset}>Réessayer</button>
    </div>
  );
}
