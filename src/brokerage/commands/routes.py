"""`brokerage routes`: every address of the application and the permission it asks for."""

import rich_click as click


@click.command("routes")
def command() -> None:
    """List every route with its method and permission, one a line, tab-separated."""
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from brokerage.app import create_app, documented_routes
    from brokerage.settings import Settings
    from brokerage.wiring import wire

    with TemporaryDirectory() as folder:
        wiring = wire(Settings(database_url=f"sqlite:///{folder}/routes.db", data_folder=Path(folder)))
        for method, path, permission in documented_routes(create_app(wiring=wiring)):
            click.echo(f"{method}\t{path}\t{permission}")
        wiring.close()
