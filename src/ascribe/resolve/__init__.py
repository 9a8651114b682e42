"""Accounts -> Incidents: names to actors, places to the gazetteer, tellings to incidents, copies to one text."""
