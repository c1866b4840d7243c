"""The Processing provider ``rainforestalert``."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider, QgsProject
from qgis.PyQt.QtGui import QIcon

from ..about import name, version
from ..host.layer_marks import mark_copies
from ..paths import resource


class RainforestAlertProvider(QgsProcessingProvider):
    """Algorithms of Rainforest Alert; ids and parameter names are stable."""

    def id(self) -> str:
        return "rainforestalert"

    def name(self) -> str:
        return name()

    def longName(self) -> str:
        return f"{name()} {version()}"

    def icon(self) -> QIcon:
        return QIcon(str(resource("icons", "rainforest_alert.svg")))

    def load(self) -> bool:
        QgsProject.instance().layersAdded.connect(mark_copies)
        return bool(super().load())

    def leave_project(self) -> None:
        """Watch the project no longer; for a plugin that goes away.

        Not when QGIS unloads the provider: at the end of ``qgis_process`` that is after the project is gone.
        """
        QgsProject.instance().layersAdded.disconnect(mark_copies)

    def loadAlgorithms(self) -> None:
        from .accept_proposal import AcceptProposalAlgorithm
        from .alert_events import AlertEventsAlgorithm
        from .alert_statistics import AlertStatisticsAlgorithm
        from .backup_workspace import BackupWorkspaceAlgorithm
        from .check_topology import CheckTopologyAlgorithm
        from .close_proposal import CloseProposalAlgorithm
        from .close_workshop import CloseWorkshopAlgorithm
        from .compare_boundaries import CompareBoundariesAlgorithm
        from .create_workspace import CreateWorkspaceAlgorithm
        from .download_alerts import DownloadAlertsAlgorithm
        from .download_reference_layers import DownloadReferenceLayersAlgorithm
        from .erase_person import ErasePersonAlgorithm
        from .export_title_package import ExportTitlePackageAlgorithm
        from .export_workspace import ExportWorkspaceAlgorithm
        from .fix_boundary import FixBoundaryAlgorithm
        from .import_alerts import ImportAlertsAlgorithm
        from .import_communities import ImportCommunitiesAlgorithm
        from .import_field_geometry import ImportFieldGeometryAlgorithm
        from .merge_workspaces import MergeWorkspacesAlgorithm
        from .overlap_analysis import OverlapAnalysisAlgorithm
        from .place_workshop_sheet import PlaceWorkshopSheetAlgorithm
        from .print_workshop_sheet import PrintWorkshopSheetAlgorithm
        from .prioritize_events import PrioritizeEventsAlgorithm
        from .propose_boundary import ProposeBoundaryAlgorithm
        from .record_consent import RecordConsentAlgorithm
        from .record_titling_step import RecordTitlingStepAlgorithm
        from .resolve_conflicts import ResolveConflictsAlgorithm
        from .restore_workspace import RestoreWorkspaceAlgorithm
        from .settle_dispute import SettleDisputeAlgorithm
        from .technical_table import TechnicalTableAlgorithm
        from .title_atlas import TitleAtlasAlgorithm
        from .title_plan import TitlePlanAlgorithm
        from .titling_overview import TitlingOverviewAlgorithm
        from .validate_boundary import ValidateBoundaryAlgorithm
        from .verify_audit import VerifyAuditAlgorithm
        from .verify_package import VerifyPackageAlgorithm
        from .waive_finding import WaiveFindingAlgorithm

        for algorithm in (
            AcceptProposalAlgorithm,
            AlertEventsAlgorithm,
            AlertStatisticsAlgorithm,
            BackupWorkspaceAlgorithm,
            CloseWorkshopAlgorithm,
            CheckTopologyAlgorithm,
            CloseProposalAlgorithm,
            CompareBoundariesAlgorithm,
            CreateWorkspaceAlgorithm,
            DownloadAlertsAlgorithm,
            DownloadReferenceLayersAlgorithm,
            ErasePersonAlgorithm,
            ExportTitlePackageAlgorithm,
            ExportWorkspaceAlgorithm,
            FixBoundaryAlgorithm,
            ImportAlertsAlgorithm,
            ImportCommunitiesAlgorithm,
            ImportFieldGeometryAlgorithm,
            MergeWorkspacesAlgorithm,
            OverlapAnalysisAlgorithm,
            PlaceWorkshopSheetAlgorithm,
            PrioritizeEventsAlgorithm,
            PrintWorkshopSheetAlgorithm,
            ProposeBoundaryAlgorithm,
            RecordConsentAlgorithm,
            RecordTitlingStepAlgorithm,
            ResolveConflictsAlgorithm,
            RestoreWorkspaceAlgorithm,
            SettleDisputeAlgorithm,
            TechnicalTableAlgorithm,
            TitleAtlasAlgorithm,
            TitlingOverviewAlgorithm,
            TitlePlanAlgorithm,
            ValidateBoundaryAlgorithm,
            VerifyAuditAlgorithm,
            VerifyPackageAlgorithm,
            WaiveFindingAlgorithm,
        ):
            self.addAlgorithm(algorithm())
