"""The Learn workspace: the catalogue of labs, or the one that is open."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from cnnstudio.ui.session import Session
from cnnstudio.ui.theme import current_theme
from cnnstudio.ui.transport.lab_transport import LabTransport
from cnnstudio.ui.workspaces.learn.catalogue_page import CataloguePage
from cnnstudio.ui.workspaces.learn.forward_feed import ForwardFeed
from cnnstudio.ui.workspaces.learn.lab_page import LabPage
from cnnstudio.ui.workspaces.learn.shelf import labs_on_show, neighbours

#: What the window may shrink it to.
_LEAST_SIZE = QSize(700, 400)


class LearnWorkspace(QStackedWidget):
    """Shows what `session.labs` says is on show; the transport bar drives the lab that is open,
    and in the catalogue nothing."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._kinds = labs_on_show()
        self.driver = LabTransport(self)
        self.catalogue = CataloguePage(session, self._kinds)
        self.page = LabPage(session, self.driver)
        self.addWidget(self.catalogue)
        self.addWidget(self.page)
        self.catalogue.chosen.connect(session.labs.open)
        self.page.header.back.connect(self.close_lab)
        self.page.header.returned.connect(self._return)
        self.page.header.turned.connect(self._turn)
        session.labs.current_changed.connect(self._show)
        self._show(session.labs.current)
        self.forward = ForwardFeed(session, self.page)
        self.forward.content_changed.connect(self.page.refresh_content)

    def close_lab(self) -> None:
        """Back to the catalogue, at the lab's card."""
        key = self._session.labs.current
        self._session.labs.show_catalogue()
        self.catalogue.focus_on(key)

    def _show(self, key: str) -> None:
        labs = self._session.labs
        document = labs.document(key) if key else None
        self.driver.show(document)
        self.page.show_lab(document, *neighbours(self._kinds, key))
        opens = bool(key) and self.currentWidget() is not self.page
        self.setCurrentWidget(self.page if key else self.catalogue)
        if opens:
            # Not a button, which would take the space bar for itself: it is to play.
            self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self, by: int) -> None:
        neighbour = neighbours(self._kinds, self._session.labs.current)[by > 0]
        if neighbour is not None:
            self._session.labs.open(neighbour.key)

    def _return(self) -> None:
        """To the lab that this one was opened from, or else to the catalogue."""
        key = self._session.labs.back_to
        if key:
            self._session.labs.open(key)
        else:
            self.close_lab()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads back to where the lab was opened; in the projector's layout the window has
        it."""
        is_open = self.currentWidget() is self.page
        if event.key() == Qt.Key.Key_Escape and is_open and not current_theme().projector:
            self._return()
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        return _LEAST_SIZE
