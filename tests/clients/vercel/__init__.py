"""The night's commands, typed with the real Vercel CLI; what each did is seen by a user of the site."""
