"""All calls of the sync contract."""

from backend.web.device.desk import desk
from backend.web.device.devices import bind, devices, unbind
from backend.web.device.files import files
from backend.web.device.manifest import manifest
from backend.web.device.outcomes import outcomes
from backend.web.device.pull import pull
from backend.web.device.push import push

routes = (manifest, devices, bind, unbind, push, outcomes, pull, desk, files)
