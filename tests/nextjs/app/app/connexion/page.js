"use client";

import { useState } from "react";
import { supabaseInBrowser } from "../../lib/browser";

export default function LogIn() {
  const [problem, setProblem] = useState("");

  async function logIn(event) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const { error } = await supabaseInBrowser().auth.signInWithPassword({
      email: form.get("email"),
      password: form.get("password"),
    });
    if (error) {
      setProblem(error.code === "invalid_credentials" ? "Adresse ou mot de passe incorrect" : error.message);
      return;
    }
    // Not by the router: it may have kept what it fetched ahead for somebody who was not logged in.
    location.assign("/tableau");
  }

  return (
    <>
      <h1>Connexion</h1>
      <form onSubmit={logIn}>
        <p>
          <label>
            Adresse e-mail <input name="email" type="email" autoComplete="username" required />
          </label>
        </p>
        <p>
          <label>
            Mot de passe <input name="password" type="password" autoComplete="current-password" required />
          </label>
        </p>
        {problem && <p role="alert">{problem}</p>}
        <button>Entrer</button>
      </form>
    </>
  );
}
