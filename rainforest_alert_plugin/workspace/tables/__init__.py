"""The tables of a workspace, by the room whose data they hold."""
