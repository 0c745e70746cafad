"""For LibreOffice's own Python: how a script speaks to a LibreOffice that runs, opens a file there and saves it."""

import os
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def connected(port):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(120):
        try:
            return resolver.resolve(f"uno:socket,host=127.0.0.1,port={port};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.5)
    raise SystemExit("LibreOffice does not answer")


def option(name, value):
    chosen = PropertyValue()
    chosen.Name, chosen.Value = name, value
    return chosen


def work(filter_name, edit):
    """Do ``edit(document, words)`` on the file that the command line names, and save it.

    The command line is ``PORT SOURCE TARGET WORDS ...``.
    """
    port, source, target, *words = sys.argv[1:]
    context = connected(port)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    document = desktop.loadComponentFromURL(Path(source).as_uri(), "_blank", 0, (option("Hidden", True),))
    edit(document, words)
    document.storeToURL(Path(target).as_uri(), (option("FilterName", filter_name),))
    document.close(True)
    os._exit(0)  # a Python that tidies up while the bridge still lets go of its objects falls over, now and then
