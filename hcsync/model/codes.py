"""Every code a diagnostic or error can carry. Codes are stable: they are never renamed or used again for another fault.

HC1xx content and frontmatter · HC2xx Markdown and links · HC3xx configuration and surroundings · HC4xx live
"""

from enum import StrEnum


class Code(StrEnum):
    """The comment beside each is its meaning in one line."""

    YAML_SYNTAX = "HC101"  # the YAML cannot be read
    YAML_DUPLICATE_KEY = "HC102"  # a key stands twice in one mapping
    UNKNOWN_KEY = "HC103"  # a key hcsync does not know
    MISSING_KEY = "HC104"  # a required key is absent or empty
    WRONG_TYPE = "HC105"  # a value of the wrong type
    BAD_STATE = "HC106"  # a state that is neither draft nor published
    UNKNOWN_AUTHOR = "HC107"  # an author the configuration and the workspace do not know
    MISSING_AUTHOR = "HC108"  # an article without an author
    NOT_TEXT = "HC109"  # a binary file or one that is not UTF-8
    NO_FRONTMATTER = "HC110"  # an article that does not begin with frontmatter
    TRANSLATION_WITHOUT_SOURCE = "HC111"  # a translation whose default-locale file is missing
    DUPLICATE_ADDRESS = "HC112"  # two files for one address
    TOO_DEEP = "HC113"  # a collection below the third level
    UNLISTED_LOCALE = "HC114"  # a locale folder the configuration does not list
    MISSING_LOCALE = "HC115"  # a listed locale without a folder
    UNNAMED_COLLECTION = "HC116"  # a collection without a name in a locale that has published articles under it
    UNKNOWN_COLLECTION = "HC117"  # a collection that does not exist in the repository
    NO_CONTENT = "HC118"  # the content folder is missing or holds no article
    SOURCE_ONLY_KEY = "HC119"  # a key that belongs in the default locale's file
    OUTSIDE = "HC120"  # a file or link that leads out of the content folder
    PARENT_CYCLE = "HC121"  # a collection that lies within itself
    BAD_NAME = "HC122"  # a file or folder name that cannot be part of an address
    UNKNOWN_MOVE = "HC123"  # a `moved:` in hcsync.yml that names what is not there

    BROKEN_LINK = "HC201"  # a relative link to a file that is not there
    FALLBACK_LINK = "HC202"  # a link that falls back to the default locale
    BROKEN_IMAGE = "HC203"  # a relative image that is not there
    BROKEN_ANCHOR = "HC204"  # a link to a heading that is not there
    IMAGE_NEEDS_BASE = "HC205"  # a relative image, and nowhere to publish it
    UNSUPPORTED_HTML = "HC206"  # an element that Intercom refuses or drops
    EMPTY_LIST_ITEM = "HC207"  # a list item without text
    UNSUPPORTED_URL = "HC208"  # a link or image with a scheme Intercom does not take
    UNFIT_IMAGE = "HC209"  # a picture that Intercom could not show
    IMAGE_WITHOUT_WORDS = "HC210"  # a picture without a text for those who cannot see it

    OWN_ADDRESS = "HC212"  # an absolute link to a page of this help center that a file here has
    STALE_HEADINGS = "HC213"  # links to headings that have got other ids meanwhile
    RESTLESS_HEADINGS = "HC214"  # links in a circle to headings whose ids change with each write
    DRAFT_LINK = "HC215"  # a published article that links to a draft

    CONFIG_INVALID = "HC301"  # hcsync.yml has a wrong value
    CONFIG_UNKNOWN_KEY = "HC302"  # hcsync.yml has an unknown key
    CONFIG_SECRET = "HC303"  # a token is written into hcsync.yml
    UNKNOWN_ENVIRONMENT = "HC304"  # an environment that is not configured
    MISSING_TOKEN = "HC305"  # the token's environment variable is not set
    STATE_UNREADABLE = "HC306"  # the state file cannot be read
    STATE_FOREIGN = "HC307"  # the state belongs to another workspace or environment
    LOCKED = "HC308"  # another run holds the lock
    UNKNOWN_TARGET = "HC309"  # --target names nothing
    LOCK_LOST = "HC310"  # the lock expired, or was taken over, while an apply ran
    STATE_MOVED = "HC311"  # somebody else has written the state in between
    STATE_UNREACHABLE = "HC312"  # the place where the state is kept does not answer
    MISSING_EXTRA = "HC313"  # a part of hcsync that is not installed
    PLAN_UNREADABLE = "HC314"  # a saved plan that was edited or cannot be read
    PLAN_STALE = "HC315"  # a saved plan that no longer fits
    PLAN_FOREIGN = "HC316"  # a saved plan of another environment or workspace
    UNKNOWN_RUN = "HC317"  # an apply of which nothing was kept
    IMPORT_LEFT = "HC320"  # something live that an import did not bring in
    IMPORT_DIFFERS = "HC321"  # a file that an import wrote and that says something else than Intercom
    PICTURE_LEFT = "HC322"  # a picture that an import could not download
    ASSETS_UNREACHABLE = "HC330"  # the place where images are uploaded to does not answer
    IMAGE_MOVED = "HC331"  # an image that was changed while an apply ran
    IMAGE_NOT_FETCHED = "HC332"  # an image that Intercom could not fetch
    FORGE_SURROUNDINGS = "HC350"  # nothing says which repository, pull request or token is meant
    FORGE_REFUSED = "HC351"  # GitHub or GitLab refused a request
    FORGE_UNREACHABLE = "HC352"  # GitHub or GitLab does not answer
    NO_REVIEWED_PLAN = "HC353"  # no saved plan of the pull request that was merged

    UNAUTHORIZED = "HC401"  # Intercom refused the token
    WRONG_REGION = "HC402"  # the token's workspace lives in another region
    WRONG_WORKSPACE = "HC403"  # the token's workspace is not the configured one
    UNREACHABLE = "HC404"  # the host does not answer
    BAD_ANSWER = "HC405"  # an answer that could not be understood
    UNKNOWN_HELP_CENTER = "HC406"  # the configured help center does not exist
    UNKNOWN_LIVE_ID = "HC407"  # an id in frontmatter that the workspace does not have
    LOOKALIKE = "HC408"  # a live article that hcsync does not own has the same title
    PENDING_DRAFT = "HC409"  # stored, but readers still see the old text
    LOCALE_NOT_STORED = "HC410"  # Intercom took the request but did not keep a locale
    STORED_DIFFERENTLY = "HC411"  # Intercom keeps something else than what was sent
    OTHER_DEFAULT_LOCALE = "HC412"  # the help center's default locale is not the configured one
    DOUBTFUL_MOVE = "HC413"  # a new file that may be an old one, moved
    OVER_LIMIT = "HC414"  # a plan beyond a safety limit
    PROTECTED = "HC415"  # a protected article would be unpublished or deleted
    NOT_EMPTY = "HC416"  # a collection that is not deleted, since there is something in it
    BASE_LOST = "HC417"  # the text that was last applied cannot be found
    MERGE_CONFLICT = "HC418"  # the same lines were changed here and in Intercom
