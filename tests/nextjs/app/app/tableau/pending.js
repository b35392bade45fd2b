"use client";

import { useEffect, useRef } from "react";
import { save } from "./actions";

// The draft of somebody who was not logged in yet: it is theirs from now on.
export default function Pending() {
  const isTaken = useRef(false);
  useEffect(() => {
    const draft = localStorage.getItem("brouillon");
    if (!draft || isTaken.current) return;
    isTaken.current = true;
    localStorage.removeItem("brouillon");
    save(draft);
  }, []);
  return null;
}
