"""Steps of undo that several layers have in common: QGIS keeps a list of undo per layer, and none of the layers goes back or forth alone.

Whoever takes such a step back or does it again, by a button, by Ctrl+Z or in QGIS's list of undo, does so in all its layers. Where that
cannot be, because a layer was changed after it or saved already, the layer is put back to where it stood, and that is said.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Iterable, Mapping, Sequence

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..errors import Message
from .draft_autosave import Corner


@dataclass(eq=False)
class SharedStep:
    """A step of several layers.

    Attributes
    ----------
    words : str
        What it is called in QGIS's lists of undo.
    names : mapping of layer's identity to tuple of str
        Communities whose drafts it changed there.
    corners : tuple of mapping
        What it moved, as the autosave keeps it.
    at : dict of layer's identity to int
        Number of steps on the layer's list up to this one; a layer whose list ended, for instance by saving, is no longer there.
    is_done : bool
    hindered : set of str
        Layers that went on without the others and are about to be put back.
    """

    words: str
    names: Mapping[str, Sequence[str]]
    corners: tuple[Corner, ...]
    at: dict[str, int]
    is_done: bool = True
    hindered: set[str] = field(default_factory=set)

    def communities(self, layer_ids: Sequence[str] = ()) -> str:
        """Names of its communities, of some layers or of all."""
        return ", ".join(sorted({name for one in layer_ids or self.names for name in self.names[one]}))


class SharedSteps(QObject):
    """The steps that layers have in common."""

    followed = pyqtSignal(object, bool)
    refused = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self._layers: dict[str, QgsVectorLayer] = {}
        self._slots: dict[str, tuple[object, object]] = {}
        self._steps: list[SharedStep] = []
        self._is_following = False

    def watch(self, layer: QgsVectorLayer) -> None:
        """Follow what happens to a layer's list of undo."""
        slots = (partial(self._look, layer.id()), partial(self._forget_undone, layer.id()))
        self._layers[layer.id()], self._slots[layer.id()] = layer, slots
        layer.undoStack().indexChanged.connect(slots[0])
        layer.editCommandStarted.connect(slots[1])

    def unwatch(self, layer: QgsVectorLayer) -> None:
        """Follow a layer no more; its steps cannot be taken back in the others alone."""
        slots = self._slots.pop(layer.id())
        layer.undoStack().indexChanged.disconnect(slots[0])
        layer.editCommandStarted.disconnect(slots[1])
        del self._layers[layer.id()]
        for step in list(self._steps):
            if step.at.pop(layer.id(), None) is not None and not step.at:
                self._steps.remove(step)

    def share(
        self,
        words: str,
        layers: Sequence[QgsVectorLayer],
        names: Sequence[Iterable[str]],
        corners: Sequence[Corner],
    ) -> None:
        """The last step of each of some layers is one step of all of them.

        Parameters
        ----------
        names : sequence of iterable of str
            For each layer, the communities whose drafts it changed there.
        """
        at = {layer.id(): layer.undoStack().index() for layer in layers}
        of_layers = {layer.id(): tuple(found) for layer, found in zip(layers, names)}
        self._steps.append(SharedStep(words, of_layers, tuple(corners), at))

    def corners(self) -> list[Corner]:
        """What the steps that were not saved yet moved."""
        return [corner for step in self._steps if step.is_done for corner in step.corners]

    def partners(self, layer: QgsVectorLayer) -> list[QgsVectorLayer]:
        """Layers that have a step with this one that they did not save yet."""
        found = {one for step in self._steps if step.is_done and layer.id() in step.names for one in step.at}
        return [self._layers[one] for one in sorted(found - {layer.id()})]

    def hindrance(self, layer: QgsVectorLayer, forth: bool) -> Message | None:
        """Why a layer's next step back or forth cannot be taken in all its layers; nothing when it can."""
        wanted = layer.undoStack().index() + forth
        step = next((one for one in self._steps if one.at.get(layer.id()) == wanted and one.is_done != forth), None)
        return None if step is None else self._reason(step, layer.id(), forth)

    def _reason(self, step: SharedStep, layer_id: str, forth: bool) -> Message | None:
        saved = [one for one in step.names if one not in step.at]
        others = {one: at - forth for one, at in step.at.items() if one != layer_id}
        away = [one for one, at in others.items() if self._layers[one].undoStack().index() != at]
        words = {"step": step.words, "communities": step.communities()}
        if saved:
            return Message("draft.shared_saved", saved=step.communities(saved), **words)
        if not away:
            return None
        return Message(
            "draft.shared_undone" if forth else "draft.shared_changed", changed=step.communities(away), **words
        )

    def _look(self, layer_id: str, index: int) -> None:
        """A layer went to another step of its list."""
        if self._is_following:
            return
        stack = self._layers[layer_id].undoStack()
        here = sorted((step for step in self._steps if layer_id in step.at), key=lambda step: step.at[layer_id])
        for step in here:
            at = step.at[layer_id]
            # a list that is cleared, or goes on otherwise, no longer has the step
            if stack.count() < at or stack.text(at - 1) != step.words:
                self._end(step, layer_id)
        here = [step for step in here if step in self._steps and layer_id in step.at]
        for step in reversed(here):
            if step.is_done and index < step.at[layer_id] and not self._carry(step, layer_id, False):
                return
        for step in here:
            if not step.is_done and index >= step.at[layer_id] and not self._carry(step, layer_id, True):
                return

    def _carry(self, step: SharedStep, layer_id: str, forth: bool) -> bool:
        """Go the same step in the other layers; whether that could be."""
        if self._reason(step, layer_id, forth) is not None:
            step.hindered.add(layer_id)
            # within the list's own signal it cannot be moved
            QTimer.singleShot(0, partial(self._put_back, step, layer_id, forth))
            return False
        step.is_done = forth
        self._is_following = True
        try:
            for one in step.at:
                if one != layer_id:
                    stack = self._layers[one].undoStack()
                    (stack.redo if forth else stack.undo)()
                    self._layers[one].triggerRepaint()
        finally:
            self._is_following = False
        self.followed.emit(step, forth)
        return True

    def _put_back(self, step: SharedStep, layer_id: str, forth: bool) -> None:
        """Bring a layer that went on alone back to where it stood."""
        if layer_id not in step.hindered or layer_id not in self._layers:
            return
        step.hindered.discard(layer_id)
        reason = self._reason(step, layer_id, forth)
        self._is_following = True
        try:
            self._layers[layer_id].undoStack().setIndex(step.at[layer_id] - forth)
        finally:
            self._is_following = False
        self._layers[layer_id].triggerRepaint()
        if reason is not None:
            self.refused.emit(reason)

    def _end(self, step: SharedStep, layer_id: str) -> None:
        """A layer's list ended: its edits were saved, or discarded."""
        if not step.is_done:
            self._drop(step, layer_id)
        elif layer_id in step.hindered:
            self._steps.remove(step)
            others = [one for one in step.names if one != layer_id]
            self.refused.emit(
                Message(
                    "draft.shared_apart",
                    discarded=step.communities([layer_id]),
                    changed=step.communities(others),
                )
            )
        else:
            del step.at[layer_id]
            if not step.at:
                self._steps.remove(step)

    def _forget_undone(self, layer_id: str, *_: object) -> None:
        """A layer goes on by another step: those that were taken back before cannot be done again, in no layer."""
        index = self._layers[layer_id].undoStack().index()
        for step in list(self._steps):
            if step in self._steps and not step.is_done and step.at.get(layer_id, 0) > index:
                self._drop(step, layer_id)

    def _drop(self, step: SharedStep, layer_id: str) -> None:
        """A step that was taken back is not done again; nor what followed it in the other layers."""
        self._steps.remove(step)
        for one, at in step.at.items():
            stack = self._layers[one].undoStack()
            if one == layer_id or stack.index() >= at:
                continue
            for number in range(at - 1, stack.count()):
                stack.command(number).setObsolete(True)
            for later in list(self._steps):
                if later in self._steps and not later.is_done and later.at.get(one, 0) >= at:
                    self._drop(later, one)
