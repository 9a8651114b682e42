"""The verb `users`: the accounts of `ascribe serve --users`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

import ascribe
from ascribe.cli_parts import case_argument, err, friendly, out

if TYPE_CHECKING:
    from ascribe.show.web.accounts import Accounts

ROLES = ("reader", "reviewer", "owner")
"""The roles by name: the web application is loaded only by the verbs that need it."""


@click.group()
def users() -> None:
    """Accounts for a team, kept in CASE.users beside the case: who may read, review, or see the audit list."""


@users.command()
@case_argument
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default=ROLES[0], show_default=True)
@friendly
def add(case: Path, name: str, role: str) -> None:
    """Adds an account, or gives it another password and role. The password is asked for, or read from a pipe."""
    from ascribe.show.web.accounts import Role

    accounts = _accounts(case)
    asked = click.prompt("Password", hide_input=True, confirmation_prompt=True) if sys.stdin.isatty() else input()
    accounts.add(name, asked, Role(role))
    err.print(f"{name} may log in as {role}", markup=False)


@users.command()
@case_argument
@click.argument("name")
@friendly
def remove(case: Path, name: str) -> None:
    """Takes an account away; what it decided stays."""
    _accounts(case).remove(name)


@users.command(name="list")
@case_argument
@friendly
def listed(case: Path) -> None:
    """The accounts and their roles."""
    for one in _accounts(case).all():
        out.print(f"{one.role:<10} {one.name}", markup=False)


def _accounts(case: Path) -> Accounts:
    from ascribe.show.web.accounts import Accounts

    with ascribe.open(case):
        pass  # says what is wrong with the file before one is put beside it
    return Accounts(case)
