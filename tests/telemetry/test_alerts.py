"""Each alert fires when what it watches goes wrong, and none while all is well."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import yaml

from tests.telemetry.prometheus_server import needs_promtool

ALERTS = Path(__file__).parents[2] / "docs" / "observability" / "alerts.yml"

MINUTES = 60
CALLS = "odin_cortex_operation_duration_seconds"
DELIVERIES = "odin_cortex_webhook_deliveries_total"


def steady(value: float) -> str:
    return f"{value}x{MINUTES}"


def growing(each_minute: float) -> str:
    return f"0+{each_minute}x{MINUTES}"


def series(name: str, **labels: str) -> str:
    given = {"job": "game", "instance": "game-1", **labels}
    return f"{name}{{{','.join(f'{key}={json.dumps(value)}' for key, value in given.items())}}}"


def calls(error: str = "", outcome: str = "done", operation: str = "createSession") -> str:
    names = {"odin_cortex_operation_name": operation, "odin_cortex_operation_outcome": outcome}
    return series(f"{CALLS}_count", **names, server_address="api", error_type=error)


def deliveries(outcome: str, error: str = "") -> str:
    return series(DELIVERIES, odin_cortex_webhook_outcome=outcome, error_type=error)


def buckets(name: str, bounds: dict[str, float], **labels: str) -> dict[str, str]:
    """A histogram by how many values a minute are up to each bound."""
    return {series(f"{name}_bucket", le=le, **labels): growing(rate) for le, rate in bounds.items()}


HANDLED = {"odin_cortex_webhook_outcome": "handled"}
VIEW = {"odin_cortex_view_kind": "session"}

HEALTHY: dict[str, str] = {
    calls(): growing(1000),
    # The program may ask for what does not exist, or stop waiting.
    calls("NotFound", "rejected"): growing(200),
    calls("CancelledError", "not_sent"): growing(10),
    calls("ServerError", "rejected"): growing(1),
    **buckets(CALLS, {"0.1": 900, "2.5": 1000, "+Inf": 1001}),
    series("odin_cortex_retries_total", server_address="api", error_type="RateLimited"): growing(1),
    series("odin_cortex_retries_declined_total", odin_cortex_retry_declined="final"): growing(200),
    series("odin_cortex_retries_declined_total", odin_cortex_retry_declined="attempts"): growing(0.1),
    series("odin_cortex_credential_renewals_total", odin_cortex_credential_reason="expiring"): growing(1),
    series("odin_cortex_stream_active"): steady(2),
    # One connection is made anew within a minute.
    series("odin_cortex_stream_connected"): f"2x20 1 {steady(2)}",
    series("odin_cortex_stream_reconnects_total"): f"0x20 1x{MINUTES}",
    **buckets("odin_cortex_stream_event_age_seconds", {"0.1": 90, "30": 100, "+Inf": 101}),
    series("odin_cortex_stream_gaps_total"): steady(0),
    series("odin_cortex_stream_dropped_total"): steady(0),
    series("odin_cortex_stream_buffered"): steady(20),
    series("odin_cortex_view_stale", **VIEW): f"0x20 1 {steady(0)}",
    series("odin_cortex_view_fetch_duration_seconds_count", error_type="", **VIEW): growing(1),
    deliveries("handled"): growing(100),
    deliveries("duplicate"): growing(20),
    deliveries("busy"): growing(1),
    deliveries("rejected", "SignatureMismatch"): growing(0.1),
    **buckets("odin_cortex_webhook_age_seconds", {"1": 90, "60": 100, "+Inf": 101}, **HANDLED),
    # Another relay takes the lead within a minute.
    series("odin_cortex_relay_leading"): f"1x20 0 {steady(1)}",
    series("odin_cortex_relay_leading", instance="game-2"): steady(0),
    series("odin_cortex_relay_lag_seconds"): f"2x20 90x3 {steady(2)}",
    series("odin_cortex_relay_gaps_total"): steady(0),
    # A group that catches up.
    series("odin_cortex_worker_lag"): f"30000-500x{MINUTES}",
    series("odin_cortex_worker_dead_total"): steady(0),
    series("odin_cortex_worker_connected"): f"1x20 0 {steady(1)}",
}

BROKEN: dict[str, dict[str, str]] = {
    "CortexCallsFailing": {calls("ServerError", "rejected"): growing(100)},
    "CortexCallsSlow": buckets(CALLS, {"0.1": 500, "2.5": 900, "5.0": 1000, "+Inf": 1001}),
    "CortexRateLimited": {
        series("odin_cortex_retries_total", server_address="api", error_type="RateLimited"): growing(50)
    },
    "CortexRetriesExhausted": {
        series("odin_cortex_retries_declined_total", odin_cortex_retry_declined="total"): growing(1)
    },
    "CortexOutcomeUnknown": {calls("ConnectionFailed", "unknown"): growing(0.1)},
    "CortexCredentialsRejected": {calls("Unauthorized", "rejected"): growing(1)},
    "CortexCallsNotSent": {calls("RuntimeError", "not_sent"): growing(0.5)},
    "CortexStreamDisconnected": {series("odin_cortex_stream_connected"): steady(1)},
    "CortexStreamUnstable": {series("odin_cortex_stream_reconnects_total"): growing(2)},
    "CortexEventsLate": buckets("odin_cortex_stream_event_age_seconds", {"30": 80, "60": 100, "+Inf": 100}),
    "CortexStreamGap": {series("odin_cortex_stream_gaps_total"): growing(0.1)},
    "CortexEventsDropped": {series("odin_cortex_stream_dropped_total"): growing(0.1)},
    "CortexBufferFilling": {series("odin_cortex_stream_buffered"): steady(1800)},
    "CortexViewStale": {series("odin_cortex_view_stale", **VIEW): steady(1)},
    "CortexViewFetchFailing": {
        series("odin_cortex_view_fetch_duration_seconds_count", error_type="Forbidden", **VIEW): growing(1)
    },
    "CortexWebhooksRejected": {deliveries("rejected", "SignatureMismatch"): growing(1)},
    "CortexWebhooksFailing": {deliveries("failed"): growing(10)},
    "CortexWebhooksLate": buckets(
        "odin_cortex_webhook_age_seconds", {"60": 80, "300": 100, "+Inf": 100}, **HANDLED
    ),
    "CortexRelayNotLeading": {series("odin_cortex_relay_leading"): steady(0)},
    "CortexRelayLate": {series("odin_cortex_relay_lag_seconds"): growing(60)},
    "CortexRelayGap": {series("odin_cortex_relay_gaps_total"): growing(0.1)},
    "CortexWorkerLag": {series("odin_cortex_worker_lag"): growing(60)},
    "CortexDeadLetters": {series("odin_cortex_worker_dead_total"): growing(0.1)},
    "CortexWorkersAway": {series("odin_cortex_worker_connected"): steady(0)},
    "CortexSpecDrift": {
        series("odin_cortex_drift_deviations_total", odin_cortex_drift_kind="status"): steady(1)
    },
}


def case(changed: dict[str, str], alerts: list[str]) -> dict[str, Any]:
    """A test of promtool: https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/."""
    return {
        "interval": "1m",
        "input_series": [
            {"series": name, "values": values} for name, values in {**HEALTHY, **changed}.items()
        ],
        "promql_expr_test": [
            {
                "expr": 'count by (alertname) (ALERTS{alertstate="firing"}) > bool 0',
                "eval_time": "45m",
                "exp_samples": [
                    {"labels": f"{{alertname={json.dumps(alert)}}}", "value": 1} for alert in alerts
                ],
            }
        ],
    }


def test_every_alert_is_tried() -> None:
    groups = yaml.safe_load(ALERTS.read_text("utf-8"))["groups"]
    assert [rule["alert"] for group in groups for rule in group["rules"]] == list(BROKEN)


@needs_promtool
def test_an_alert_fires_alone_and_only_when_something_is_wrong(tmp_path: Path) -> None:
    cases = [case({}, []), *(case(changed, [alert]) for alert, changed in BROKEN.items())]
    tests = tmp_path / "alerts_test.yml"
    tests.write_text(json.dumps({"rule_files": [str(ALERTS)], "tests": cases}), "utf-8")
    for command in (["check", "rules", str(ALERTS)], ["test", "rules", str(tests)]):
        done = subprocess.run(["promtool", *command], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
