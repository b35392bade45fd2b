"""Is the deployment there, and how we come in, and out again with nothing left.

``ready`` over ``reach`` (it is built, it answers); ``entry`` over ``protection`` (past the platform's wall),
``supabase_user`` (one login for all journeys) and ``housekeeping`` (what was written is removed).
"""
