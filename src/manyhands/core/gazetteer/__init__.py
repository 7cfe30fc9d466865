"""Where ZIP codes are, offline: nobody's address leaves the machine for this."""

from manyhands.core.gazetteer.zip_codes import ZipArea, find_zip, list_zips_within

__all__ = ["ZipArea", "find_zip", "list_zips_within"]
