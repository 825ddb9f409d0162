"""The command line of ODIN Cortex: ``cortex``.

Every operation of the API is a command. These commands are data in ``_generated``, written by ``make
generate``; ``operations`` turns the one that is called into a click command. All other commands are written
by hand, each in a module below ``commands``.

Adding a command takes two steps:

1. Write ``cortex_cli/commands/NAME.py`` with a click command named ``command``, made with the decorator
   ``cortex_cli.command.command``::

       from cortex_cli.command import command as make

       @make("whoami", CONNECTION, OUTPUT)
       @click.option("--full", is_flag=True, help="Show the scopes, too.")
       async def command(invocation: Invocation, full: bool) -> None:
           \"\"\"Show whose credential is in use.\"\"\"
           async with connected(invocation) as connection:
               profile = await connection.client.auth.get_profile()
           invocation.printer.record(to_dict(profile, names="api"))

2. Add its path, module and summary to ``COMMANDS`` in ``cortex_cli/commands/__init__.py``.

``--help`` and completion read that line and import nothing else, so imports at the top of a command's module
cost only its own calls. What only some of these need (rich, yaml, servers) is imported in functions.

What a command gets from its frame: the options of ``cortex_cli.options`` (connection, output, confirmation),
Ctrl-C and SIGTERM as a cancellation that ends with exit code 130, errors of the SDK as one line on stderr
with the exit code of ``cortex_cli.exit_codes``, and a closed pipe as a quiet end. It raises problems of its
own as ``Failure``, writes data with ``invocation.printer`` and everything else with ``invocation.note``.
"""
