"""Which parts of a program are reached for sure, at some time, or only where the program has looked what it runs on.

Libraries for many machines ask first (`hasattr`, `os.uname()`, `try: import …`); what stands behind such a question
is their own care.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from .source_text import nodes_of

_ASKS = frozenset(
    ["hasattr", "getattr", "dir", "globals", "locals", "uname", "platform", "implementation", "version", "version_info"]
)
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_ENDS = (ast.Return, ast.Raise, ast.Break, ast.Continue)


class Place(NamedTuple):
    """A node of a file's syntax tree; `sure` is whether the program comes by it whatever happens."""

    file: str
    node: ast.AST
    sure: bool


def reached(trees: Mapping[str, ast.Module]) -> Iterator[Place]:
    """Yield all that the files of a program (name → tree) run without having asked what they run on."""
    return _Walk(trees).places()


def own_names(trees: Iterable[ast.Module]) -> frozenset[str]:
    """Return the names, also those after a point, that a program itself gives a meaning to."""
    names: set[str] = set()
    for node in (node for tree in trees for node in nodes_of(tree)):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            names.add(node.id)
        elif isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
            names.add(node.attr)
        elif isinstance(node, _Function | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            names.add(node.name)
        elif isinstance(node, ast.Import):
            names.update(alias.asname or alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.update(
                alias.asname or alias.name for alias in node.names if alias.asname or node.module != "microbit"
            )
    return frozenset(names)


class _Walk:
    def __init__(self, trees: Mapping[str, ast.Module]) -> None:
        self._trees = trees
        self._functions: dict[str, list[tuple[str, _Function]]] = {}
        for file, tree in trees.items():
            for node in nodes_of(tree):
                if isinstance(node, _Function):
                    self._functions.setdefault(node.name, []).append((file, node))
        self._answers = _names_of_answers(trees.values())
        self._constants = _constants(trees.values())
        self._called: dict[str, bool] = {}  # name of a function → whether it is called for sure
        self._file = ""

    def places(self) -> Iterator[Place]:
        for file, tree in self._trees.items():
            self._file = file
            yield from self._block(tree.body, True)
        done: dict[str, bool] = {}
        while done != self._called:
            for name, sure in [*self._called.items()]:
                if done.get(name) == sure:
                    continue
                done[name] = sure
                for file, function in self._functions[name]:
                    self._file = file
                    yield from self._block(function.body, sure)

    def _block(self, body: list[ast.stmt], sure: bool) -> Iterator[Place]:
        for statement in body:
            yield from self._statement(statement, sure)
            if isinstance(statement, _ENDS) or (isinstance(statement, ast.While) and self._is_endless(statement)):
                return
            if isinstance(statement, ast.If) and (_ends(statement.body) or _ends(statement.orelse)):
                if self._asks(statement.test):
                    return  # `if not hasattr(…): raise …`
                sure = sure and self._constant(statement.test) is not None

    def _statement(self, node: ast.stmt, sure: bool) -> Iterator[Place]:
        if isinstance(node, ast.If):
            yield from self._if(node, sure)
        elif isinstance(node, ast.While):
            endless = self._constant(node.test)
            if endless is False or self._asks(node.test):
                return
            yield from self._expression(node.test, sure)
            yield from self._block(node.body, sure and endless is True)
            yield from self._block(node.orelse, False)
        elif isinstance(node, ast.For | ast.AsyncFor):
            yield from self._expression(node.iter, sure)
            yield from self._block([*node.body, *node.orelse], False)
        elif isinstance(node, ast.With | ast.AsyncWith):
            for item in node.items:
                yield from self._expression(item.context_expr, sure)
            yield from self._block(node.body, sure)
        elif isinstance(node, ast.Try):
            if not node.handlers:
                yield from self._block(node.body, sure)
            yield from self._block(node.finalbody, sure)
        elif isinstance(node, _Function):
            yield from self._expressions([*node.decorator_list, *node.args.defaults], sure)
            if node.decorator_list:
                self._call(node.name, sure=False)
        elif isinstance(node, ast.ClassDef):
            yield from self._expressions([*node.decorator_list, *node.bases], sure)
            yield from self._block(node.body, sure)
            for method in node.body:
                if isinstance(method, _Function) and method.name.startswith("__"):
                    self._call(method.name, sure=False)
        else:
            yield Place(self._file, node, sure)
            yield from self._expressions(ast.iter_child_nodes(node), sure)

    def _if(self, node: ast.If, sure: bool) -> Iterator[Place]:
        constant = self._constant(node.test)
        if constant is not None:
            yield from self._block(node.body if constant else node.orelse, sure)
        elif not self._asks(node.test):
            yield from self._expression(node.test, sure)
            yield from self._block(node.body, False)
            yield from self._block(node.orelse, False)

    def _expressions(self, nodes: Iterable[ast.AST], sure: bool) -> Iterator[Place]:
        for node in nodes:
            yield from self._expression(node, sure)

    def _expression(self, node: ast.AST, sure: bool) -> Iterator[Place]:
        if isinstance(node, ast.IfExp):
            if not self._asks(node.test):
                yield from self._expression(node.test, sure)
                yield from self._expressions([node.body, node.orelse], False)
            return
        if isinstance(node, ast.BoolOp):
            for value in node.values:
                if self._asks(value):
                    return
                yield from self._expression(value, sure)
                sure = False
            return
        yield Place(self._file, node, sure)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            self._call(node.func.id, sure=sure)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            self._call(node.id, sure=False)
        elif isinstance(node, ast.Attribute):
            self._call(node.attr, sure=False)
        inside = sure and not isinstance(node, ast.Lambda | ast.comprehension | ast.ListComp | ast.GeneratorExp)
        yield from self._expressions(ast.iter_child_nodes(node), inside)

    def _call(self, name: str, *, sure: bool) -> None:
        if name in self._functions:
            self._called[name] = sure or self._called.get(name, False)

    def _asks(self, test: ast.AST) -> bool:
        """Whether a test asks what the program runs on, or about switches that the program sets itself."""
        names = _names(test)
        if names & (_ASKS | self._answers):
            return True
        calls = any(isinstance(node, ast.Call | ast.Attribute) for node in ast.walk(test))
        return bool(names) and not calls and names <= self._constants

    def _constant(self, test: ast.AST) -> bool | None:
        if isinstance(test, ast.Constant):
            return bool(test.value)
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            value = self._constant(test.operand)
            return None if value is None else not value
        if isinstance(test, ast.Compare) and isinstance(test.left, ast.Name) and test.left.id == "__name__":
            return (self._file == "main.py") == isinstance(test.ops[0], ast.Eq)
        return None

    def _is_endless(self, loop: ast.While) -> bool:
        return self._constant(loop.test) is True and not any(isinstance(node, ast.Break) for node in ast.walk(loop))


def _ends(body: list[ast.stmt]) -> bool:
    last = body[-1] if body else None
    if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call):
        return "exit" in _names(last.value.func) or "reset" in _names(last.value.func)
    return isinstance(last, _ENDS) or (
        isinstance(last, ast.While) and isinstance(last.test, ast.Constant) and bool(last.test.value)
    )


def _names(node: ast.AST) -> set[str]:
    """Return all names in a part of a program, also those after a point."""
    found = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            found.add(part.id)
        elif isinstance(part, ast.Attribute):
            found.add(part.attr)
    return found


def _names_of_answers(trees: Iterable[ast.Module]) -> frozenset[str]:
    """Return the names that hold, or functions that return, the answer to what the program runs on."""
    nodes = [node for tree in trees for node in nodes_of(tree)]
    answers: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Try) and node.handlers:
            answers |= {name for part in [node, *node.handlers] for name in _given_in(part)}
    while True:
        more = set(answers)
        for node in nodes:
            if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr) and node.value is not None:
                if _names(node.value) & (_ASKS | answers):
                    more |= _given_in(node)
            elif isinstance(node, _Function):
                if any(isinstance(part, ast.Return) and part.value is not None
                       and _names(part.value) & (_ASKS | answers) for part in ast.walk(node)):  # fmt: skip
                    more.add(node.name)
            elif isinstance(node, ast.If) and _names(node.test) & (_ASKS | answers):
                more |= {name for part in [*node.body, *node.orelse] for name in _flags_in(part)}
        if more == answers:
            return frozenset(answers)
        answers = more


def _given_in(node: ast.AST) -> set[str]:
    """Return the names that a part of a program gives a meaning to."""
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)} | {
        alias.asname or alias.name
        for part in ast.walk(node)
        if isinstance(part, ast.Import | ast.ImportFrom)
        for alias in part.names
    }


def _flags_in(node: ast.AST) -> set[str]:
    """Return the names to which a statement gives a constant."""
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
        return {target.id for target in node.targets if isinstance(target, ast.Name)}
    return set()


def _constants(trees: Iterable[ast.Module]) -> frozenset[str]:
    """Return the names that are given a constant once and never anything else: switches such as `V2 = False`."""
    times: dict[str, int] = {}
    switches: set[str] = set()
    for node in (node for tree in trees for node in nodes_of(tree)):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            times[node.id] = times.get(node.id, 0) + 1
        elif isinstance(node, ast.arg):
            times[node.arg] = 2
        switches |= _flags_in(node)
    return frozenset(name for name in switches if times.get(name) == 1)
