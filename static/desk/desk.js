// Small comforts of the officers' desk; every page works without them.
"use strict";
