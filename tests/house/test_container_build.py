"""The image builds and its health check passes, where a container engine runs."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.architecture.sources import ROOT

ENGINE = next((name for name in ("docker", "podman") if shutil.which(name)), "")
HAS_ENGINE = ENGINE != "" and subprocess.run([ENGINE, "info"], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not HAS_ENGINE, reason="no container engine runs here")
@pytest.mark.timeout(1800)
def test_the_image_builds():
    subprocess.run([ENGINE, "build", "--tag", "cho-sao-test", "."], cwd=ROOT, check=True, timeout=1700)
    command = [ENGINE, "run", "--rm", "cho-sao-test", "python", "-c", "import os, marketplace; print(os.getuid())"]
    result = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert result.stdout.strip() == "10001"
