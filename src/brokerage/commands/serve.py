"""`brokerage serve`: run the web application."""

import rich_click as click


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
def command(host: str, port: int) -> None:
    """Run the web application on the database of BROKERAGE_DATABASE_URL. Migrate first: `brokerage migrate`.

    Stops gracefully on SIGTERM and Ctrl-C: requests under way are finished first.
    """
    from brokerage.serving import PortTaken, serve

    try:
        serve(host, port)
    except PortTaken as error:
        raise click.ClickException(str(error)) from error
